// What the writing desk left in this browser: on every page of the desk it is brought home to the site, the person's own
// at once, before signing out all of it. Another's is removed, and so is what nobody came for in a week.
const owner = document.querySelector("[data-drawer]");
const WEEK_MS = 7 * 24 * 3_600_000;

const all = () => Object.keys(localStorage).filter((key) => key.startsWith("desk:"));
const own = () => all().filter((key) => key.startsWith(`desk:${owner.dataset.drawer}:`));
const read = (key) => JSON.parse(localStorage.getItem(key));

function tidyUp() {
  const mine = own();
  for (const key of all()) {
    if (!mine.includes(key) || read(key).at < Date.now() - WEEK_MS) localStorage.removeItem(key);
  }
}

async function isTaken(url, data) {
  try {
    const answer = await fetch(url, { method: "POST", body: data });
    await answer.text(); // an answer that nobody reads keeps its connection
    return answer.ok;
  } catch {
    return false;
  }
}

// In turn with the other windows, so that no older text comes after a newer one. Returns where it belongs.
function bringHome(key) {
  return navigator.locks.request("desk", async () => {
    const text = localStorage.getItem(key);
    if (!text) return "";
    const { url, fields } = JSON.parse(text);
    const data = new FormData();
    for (const [name, value] of fields) data.append(name, value);
    data.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    data.set("_person", owner.dataset.drawer);
    if (!(await isTaken(url, data))) return "";
    if (localStorage.getItem(key) === text) localStorage.removeItem(key);
    return url;
  });
}

// The form of an article whose text has just come home shows it.
async function bringAllHome() {
  const homes = [];
  for (const key of own()) homes.push(await bringHome(key));
  const form = document.getElementById("article_form");
  const here = document.querySelector("[data-kept]")?.dataset.url;
  if (here && homes.includes(here) && form.dataset.touched === undefined) location.reload();
}

async function signOut(event) {
  if (own().length === 0) return;
  event.preventDefault();
  for (const key of own()) await bringHome(key);
  if (own().length > 0 && !confirm(owner.dataset.unsent)) return;
  for (const key of own()) localStorage.removeItem(key);
  event.target.submit();
}

if (owner) {
  tidyUp();
  bringAllHome();
  document.getElementById("logout-form")?.addEventListener("submit", signOut);
}
