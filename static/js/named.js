// Whom the text names, asked of the site when typing pauses, and offered beside the form. A button puts an organization
// into the rows of the form, or says that it is not meant; nothing is saved by it but what is not meant.
const form = document.getElementById("article_form");
const box = document.querySelector("[data-named]");
const rows = document.getElementById("coverage-group");
const PAUSE_MS = 2_000;
const READ = /^(headline|deck|points|body|csrfmiddlewaretoken|_named|coverage-.+)$/;

const part = (name, root = box) => root.querySelector(`[data-${name}]`);
const said = part("said");
const undo = part("undo");
let waiting, asking, takeBack;

function posted() {
  const data = new FormData(form);
  for (const name of [...data.keys()]) if (!READ.test(name)) data.delete(name);
  data.set("_person", box.dataset.person);
  return data;
}

async function ask() {
  clearTimeout(waiting);
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  const answer = await fetch(box.dataset.named, { method: "POST", body: posted(), signal }).catch(() => null);
  if (answer?.ok) show(await answer.json());
}

function askSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(ask, PAUSE_MS);
}

function blank(name, texts) {
  const made = box.querySelector(`[data-blank="${name}"]`).content.cloneNode(true).firstElementChild;
  for (const [key, text] of Object.entries(texts)) {
    for (const place of made.querySelectorAll(`[data-${key}]`)) place.textContent = text;
  }
  return made;
}

// Where the focus is in the list, it stays at its place there.
function show({ rows: offers, no_record: names }) {
  const place = buttons().indexOf(document.activeElement);
  part("rows").replaceChildren(...offers.map(offer));
  part("no-record").replaceChildren(...names.map(name));
  part("nobody").hidden = offers.length + names.length > 0;
  if (place >= 0) focusAt(place);
}

// The key adds what is sure, and answers no question.
function offer({ asks, says, words, refusal, choices }) {
  const made = blank("row", { asks, says, words });
  made.classList.toggle("one", choices.length === 1);
  part("refusal", made).value = refusal;
  part("asks", made).after(...choices.map(choice));
  if (!asks) part("add", made).dataset.key = "named";
  return made;
}

function choice({ name, line, value }) {
  const made = blank("choice", { name, line });
  part("add", made).value = value;
  return made;
}

function name({ says, url }) {
  const made = blank("name", { says });
  if (url) part("url", made).href = url;
  else part("url", made).remove();
  return made;
}

const buttons = () => [...box.querySelectorAll("li button")];

function focusAt(place) {
  const there = buttons();
  (there[Math.min(place, there.length - 1)] ?? document.getElementById("named")).focus();
}

function gone(button) {
  const place = buttons().indexOf(button);
  const hadFocus = document.activeElement === button;
  button.closest("li").remove();
  if (hadFocus) focusAt(place);
}

function say(words, text, back = null) {
  said.textContent = words.replace("%s", text);
  takeBack = back;
  undo.hidden = !back;
}

function add(button) {
  const [, id, role] = button.value.split(":");
  const text = part("name", button.closest("p")).textContent;
  rows.querySelector(".add-row a").click();
  const row = [...rows.querySelectorAll(".inline-related:not(.empty-form)")].at(-1);
  const field = (column) => row.querySelector(`[name$="-${column}"]`);
  field("organization").add(new Option(text, id, true, true));
  field("role").value = role;
  field("position").value = row.parentElement.querySelectorAll(".inline-related:not(.empty-form)").length - 1;
  changed(field("organization"));
  gone(button);
  say(box.dataset.added, text, () => row.querySelector(".inline-deletelink").click());
}

// select2 hears jQuery's event alone, all others the browser's.
function changed(select) {
  window.django.jQuery(select).trigger("change");
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

async function refuse(button) {
  const text = part("words", button).textContent;
  const { value } = button;
  const heard = box.dataset.refuse ? await tell(value) : note(value);
  if (!heard) return;
  gone(button);
  say(box.dataset.refused, text, () => (box.dataset.refuse ? tell(value, true) : note(value, true)));
}

async function tell(value, isUndone = false) {
  const body = new FormData();
  for (const [key, given] of posted()) if (key.startsWith("csrf") || key === "_person") body.set(key, given);
  body.set("_named", value);
  if (isUndone) body.set("undo", "1");
  const answer = await fetch(box.dataset.refuse, { method: "POST", body }).catch(() => null);
  return answer?.ok;
}

// A new article has nothing to remember it by: its first save will.
function note(value, isUndone = false) {
  for (const field of box.querySelectorAll("input[name=_named]")) if (field.value === value) field.remove();
  if (isUndone) return true;
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "_named", value });
  box.append(field);
  return true;
}

async function pressed(event) {
  const button = event.target.closest("button");
  if (!button) return;
  event.preventDefault();
  if (button.name === "_named") await (button.value.startsWith("add:") ? add : refuse)(button);
  else if (button === undo) {
    const back = takeBack;
    say("", "");
    document.getElementById("named").focus();
    await back();
    ask();
  }
}

if (form && box && rows) {
  for (const event of ["input", "change", "formset:added", "formset:removed"]) form.addEventListener(event, askSoon);
  box.addEventListener("click", pressed);
  if (form.querySelector("[name=_kept]")?.value) ask(); // text that was not saved stands in the form
}
