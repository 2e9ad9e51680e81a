// Whoever has the thread before his eyes has seen that he is named in it: sent once, and the button is not needed.
const form = document.querySelector("form[data-seen]");

async function send() {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
  if (answer.type === "opaqueredirect") form.hidden = true;
}

function sendWhenShown() {
  if (document.visibilityState !== "visible") return;
  document.removeEventListener("visibilitychange", sendWhenShown);
  send().catch(() => {}); // no network: the button is still there
}

if (form) {
  document.addEventListener("visibilitychange", sendWhenShown);
  sendWhenShown();
}
