// Who follows a printed figure finds its disclosure open. Paper cannot be clicked: there all are open, and afterwards
// as they were.
let opened = [];

for (const link of document.querySelectorAll("a.printed")) {
  link.addEventListener("click", () => document.querySelector(link.hash)?.setAttribute("open", ""));
}
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")];
  for (const details of opened) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
  opened = [];
});
