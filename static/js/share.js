// What does nothing without script is shown by script alone, and only where the browser can do it.
const acts = {
  share: ({ dataset }) => navigator.share({ title: dataset.title, url: dataset.url }).catch(() => {}), // called off
  copy: async (button) => {
    await navigator.clipboard.writeText(button.dataset.url);
    button.textContent = button.dataset.done;
  },
  print: () => print(),
};
const needed = { share: "share", copy: "clipboard" };

for (const button of document.querySelectorAll("[data-share]")) {
  const name = button.dataset.share;
  if (name in needed && !navigator[needed[name]]) continue;
  button.addEventListener("click", () => acts[name](button));
  button.parentElement.hidden = false;
}
