// Reading a new letter marks it as read, and the mail link marks it as answered: this presses the buttons
// that stand beside them, which do the same for whoever has no script.
const press = async (button) => {
  if (!button.isConnected) return; // done before
  const answer = await fetch(button.formAction, {
    method: "POST",
    body: new FormData(button.form),
    keepalive: true, // the mail link may lead away
  });
  if (!answer.ok || new URL(answer.url).pathname !== location.pathname) return; // signed out: the button stays
  const state = document.querySelector("[data-state]");
  state.className = `state letter-${button.dataset.status}`;
  state.textContent = button.dataset.word;
  button.remove();
};

for (const button of document.querySelectorAll("[data-presses-itself]")) press(button);
for (const link of document.querySelectorAll("[data-presses]")) {
  const button = document.getElementById(`letter-${link.dataset.presses}`);
  link.addEventListener("click", () => press(button));
}
