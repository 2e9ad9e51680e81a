// "Copy link" and "Print" do nothing without script, so they are shown by script alone.
const acts = {
  copy: async (button) => {
    await navigator.clipboard.writeText(button.dataset.url);
    button.textContent = button.dataset.done;
  },
  print: () => print(),
};

for (const button of document.querySelectorAll("[data-share]")) {
  const name = button.dataset.share;
  if (name === "copy" && !navigator.clipboard) continue;
  button.addEventListener("click", () => acts[name](button));
  button.parentElement.hidden = false;
}
