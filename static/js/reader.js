// What a reader keeps in this browser alone: the last visit, firms followed, a reading list. Nothing of it is sent.
const MOST = 200;
const AWAY_MS = 1800000; // after so long a page is the first of another visit
const PATHS = { firms: /^firms\/[\w-]+\/$/, list: /^\d{4}\/\d\d\/[\w-]+\/$/ };
const words = document.querySelector("script[data-home]").dataset;

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const past = (ms) => (ms > 0 && ms <= Date.now() ? Number(ms) : 0);
const urlOf = ({ path }) => words.home + path;
// English with the day first.
const said = (ms, how) => new Intl.DateTimeFormat(`${document.documentElement.lang}-GB`, how).format(ms);
const write = (name, value) => localStorage.setItem(`reader:${name}`, JSON.stringify(value));

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(`reader:${name}`));
  } catch {
    return null;
  }
}

// Anything may have been written there: only addresses of ours are taken, and only so many.
function kept(name) {
  const found = read(name);
  const isOurs = (item) => PATHS[name].test(item?.path) && typeof item.title === "string";
  return Array.isArray(found) ? found.filter(isOurs).slice(0, MOST) : [];
}

// Storage may be forbidden or full: then nothing of this is shown.
function attempt(act) {
  let can = true;
  try {
    act();
    show();
  } catch {
    can = false;
  }
  for (const element of all("[data-own]")) element.hidden = !can;
  for (const element of all("[data-without]")) element.hidden = can;
}

// Return when the visit before this one ended, or 0.
function visit() {
  const { at, since } = read("seen") ?? {};
  const last = past(at);
  const before = last && Date.now() - last > AWAY_MS ? last : past(since);
  write("seen", { at: Date.now(), since: before });
  return before;
}

function markNew(since) {
  const isNew = (time) => Date.parse(time.dateTime.replace(/\d\d$/, ":$&")) > since;
  const times = since ? all("main :is(.card, .lead, .firm-box) time").filter(isNew) : [];
  for (const time of times) {
    const word = document.createElement("b");
    word.textContent = words.new;
    time.before(word, " ");
  }
  const line = document.querySelector("[data-since]");
  if (!line || !times.length) return;
  times[0].closest("article").querySelector(":is(h2, h3) a").id = "first-new";
  const when = said(since, { dateStyle: "long", timeStyle: "short" });
  const link = line.firstChild;
  link.hash = "first-new";
  link.textContent = link.textContent.replace("%n", times.length).replace("%t", when);
  line.hidden = false;
}

function row(list, item) {
  const made = list.querySelector("template").content.cloneNode(true);
  const [link, button] = all("a, button", made);
  const at = past(Date.parse(item.at));
  link.href = urlOf(item);
  link.textContent = item.title.slice(0, 300);
  link.lang = item.lang ?? "";
  if (at) made.querySelector("p").textContent = said(at, { dateStyle: "long", timeZone: "UTC" });
  button.ariaLabel = `${button.textContent}: ${link.textContent}`;
  button.addEventListener("click", () => {
    const place = all("button", list).indexOf(button);
    toggle(list.dataset.fill, item);
    (all("button", list).slice(0, place + 1).at(-1) ?? list.previousElementSibling).focus();
  });
  return made;
}

function show() {
  const [firms, saved] = Object.keys(PATHS).map((name) => kept(name).map(urlOf));
  for (const { dataset, firstChild } of all("[data-keep]"))
    firstChild.data = [...firms, ...saved].includes(dataset.url) ? dataset.kept : dataset.keeps;
  for (const list of all("[data-fill]")) {
    const rows = kept(list.dataset.fill).map((item) => row(list, item));
    list.replaceChildren(list.querySelector("template"), ...rows);
    list.previousElementSibling.hidden = rows.length;
  }
  for (const story of all("[data-stories] > li"))
    story.hidden = firms.length && !all("a", story).some((link) => firms.includes(link.pathname));
  for (const element of all("[data-yours]")) element.hidden = !(firms.length + saved.length);
}

function toggle(name, item) {
  const items = kept(name);
  const others = items.filter(({ path }) => path !== item.path);
  attempt(() => write(name, others.length < items.length ? others : [item, ...others].slice(0, MOST)));
}

function forget() {
  for (const name of ["seen", "firms", "list"]) localStorage.removeItem(`reader:${name}`);
}

for (const button of all("[data-keep]")) {
  const { keep, url, title, lang, at } = button.dataset;
  button.addEventListener("click", () => toggle(keep, { path: url.slice(words.home.length), title, lang, at }));
}
for (const button of all("[data-forget]"))
  button.addEventListener("click", () => confirm(button.dataset.forget) && attempt(forget));
addEventListener("storage", show); // another tab has changed it
attempt(() => markNew(visit()));
