// What is typed at the writing desk is kept: at once in this browser, and soon after in the person's own working copy
// on the site. Signing in again happens in place. The entries of this browser are drawer.js's to bring home.
const form = document.getElementById("article_form");
const line = document.querySelector("[data-kept]");
const dialog = document.querySelector("[data-again]");
const SOON_MS = 2_000;
const LATEST_MS = 15_000; // who never pauses is kept too
const PATIENCE_MS = 20_000;
const TRY_AGAIN_MS = 10_000;
const REASONS = { 401: "signedOut", 409: "elsewhere", 413: "tooLarge", 500: "failed" };
const UNAVAILABLE = [502, 503, 504];
const STILL_SAVED = ["elsewhere", "failed"]; // the save itself may succeed

let typed = 0; // how often something was changed, and at which of these the site had it all
let home = 0;
let inBrowser = true;
let signsInLater = false;
let isSaving = false;
let passes = false;
let isDropped = false;
let firstWaiting = 0;
let waiting;
let sending = Promise.resolve();

const key = () => `desk:${line.dataset.person}:${form.elements._page.value}`;
const isHome = () => home === typed;

function fields() {
  const data = new FormData(form);
  data.delete("csrfmiddlewaretoken");
  return data;
}

function change() {
  if (isDropped) return;
  if (typed === 0) say(line.dataset.changed);
  typed += 1;
  form.dataset.touched = "";
  keepInBrowser();
  sendSoon();
}

function keepInBrowser() {
  const entry = { url: line.dataset.url, at: Date.now(), fields: [...fields()] };
  try {
    localStorage.setItem(key(), JSON.stringify(entry));
    inBrowser = true;
  } catch {
    inBrowser = false; // it is full, or switched off
  }
}

function sendSoon() {
  firstWaiting ||= Date.now();
  clearTimeout(waiting);
  waiting = setTimeout(send, Math.min(SOON_MS, Math.max(0, firstWaiting + LATEST_MS - Date.now())));
}

// One after the other, in all windows of this browser: returns why the site has it not, or nothing.
function send() {
  clearTimeout(waiting);
  firstWaiting = 0;
  sending = sending.then(() => navigator.locks.request("desk", () => post()));
  return sending;
}

async function post(isSecond = false) {
  const now = typed;
  const data = fields();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  data.set("_person", line.dataset.person);
  let answer;
  try {
    answer = await fetch(line.dataset.url, { method: "POST", body: data, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    return failed("offline");
  }
  if (answer.ok) return arrived(await answer.json(), now);
  if ([401, 403].includes(answer.status) && !isSecond && (await isSignedIn())) return post(true);
  const says = answer.status === 409 ? (await answer.json()).says : "";
  return failed(UNAVAILABLE.includes(answer.status) ? "unavailable" : (REASONS[answer.status] ?? "refused"), says);
}

function arrived({ kept_at, says }, now) {
  form.elements._kept.value = kept_at;
  home = now;
  if (isHome()) localStorage.removeItem(key());
  else keepInBrowser();
  say(says);
  return "";
}

function failed(reason, says = "") {
  say(inBrowser ? says || (line.dataset[reason] ?? line.dataset.refused) : line.dataset.nowhere, true);
  if (reason === "signedOut") askToSignIn();
  if (["offline", "unavailable"].includes(reason)) waiting = setTimeout(send, TRY_AGAIN_MS);
  return reason;
}

function say(words, isAlone = false) {
  line.classList.toggle("alone", isAlone);
  if (line.textContent !== words) line.textContent = words;
}

// Keep first, then save: whatever happens to the save, the text is there.
async function save(event) {
  if (passes || typed === 0 || event.submitter?.hasAttribute("formaction")) return;
  event.preventDefault();
  if (isSaving) return;
  isSaving = true;
  const reason = await send();
  isSaving = false;
  if (reason === "" || STILL_SAVED.includes(reason)) {
    passes = true;
    form.requestSubmit(event.submitter);
  } else {
    say(`${line.dataset.notSaved} ${line.textContent}`, true);
    if (reason === "signedOut") askToSignIn(event.submitter);
  }
}

// Signing in again

let pressed = null;

async function asked(method = "GET", body = undefined) {
  const answer = await fetch(dialog.querySelector("form").action, { method, body });
  const said = await answer.json();
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = said.token;
  return said;
}

const isOwner = ({ person }) => String(person) === line.dataset.person;

async function isSignedIn() {
  try {
    return isOwner(await asked());
  } catch {
    return false;
  }
}

function askToSignIn(submitter = null) {
  pressed = submitter ?? pressed;
  if (signsInLater && !submitter) return;
  dialog.open = true; // and takes no focus: somebody is typing
  if (submitter) dialog.querySelector("[type=password]").focus();
}

async function signIn(event) {
  event.preventDefault();
  const error = dialog.querySelector("[role=alert]");
  const data = new FormData(event.target);
  try {
    data.set("csrfmiddlewaretoken", (await asked()).token);
    const said = await asked("POST", data);
    error.textContent = said.says;
    if (isOwner(said) && !said.says) await goOn();
  } catch {
    error.textContent = line.dataset.offline;
  }
  error.hidden = !error.textContent;
}

async function goOn() {
  const submitter = pressed;
  close();
  signsInLater = false;
  if ((await send()) === "" && submitter) form.requestSubmit(submitter);
}

function close() {
  pressed = null;
  signsInLater = true;
  dialog.open = false;
  dialog.querySelector("[type=password]").value = "";
}

function sendIfAway() {
  if (!isHome()) send();
}

if (form?.elements._page) {
  for (const name of ["input", "change", "formset:added", "formset:removed"]) form.addEventListener(name, change);
  window.django.jQuery(form).on("select2:select select2:unselect", change); // which jQuery tells to nobody else
  form.addEventListener("submit", save);
  addEventListener("online", sendIfAway);
  document.addEventListener("visibilitychange", sendIfAway);
  addEventListener("pageshow", () => (passes = false));
  addEventListener("beforeunload", (event) => {
    if (!isHome() && !inBrowser && !passes) event.preventDefault();
  });
  dialog.querySelector("form").addEventListener("submit", signIn);
  dialog.querySelector("[data-later]").addEventListener("click", close);
  document.getElementById("drop-unsaved")?.addEventListener("submit", () => {
    isDropped = true;
    localStorage.removeItem(key());
  });
}
