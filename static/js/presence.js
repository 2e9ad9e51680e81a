// While this page is looked at, it says so now and then, and shows who else has the article open.
const here = document.querySelector("[data-here]");
const EVERY_MS = 15_000;

function words(extra = {}) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  data.set("_person", here.dataset.person);
  for (const [name, value] of Object.entries(extra)) data.set(name, value);
  return data;
}

async function tell() {
  if (document.visibilityState !== "visible") return;
  const answer = await fetch(here.dataset.here, { method: "POST", body: words() }).catch(() => null);
  if (!answer?.ok) return; // the next time may do
  const { says } = await answer.json();
  if (here.textContent !== says) here.textContent = says;
}

if (here) {
  tell();
  setInterval(tell, EVERY_MS);
  document.addEventListener("visibilitychange", tell);
  addEventListener("pagehide", () => navigator.sendBeacon(here.dataset.here, words({ _leaving: "1" })));
}
