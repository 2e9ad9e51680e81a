// Suggestions while typing: each search form becomes a combobox whose rows are links. Without it the form does all.
const WAIT_MS = 150;
const answers = new Map(); // what this page was told, by address
let restUntil = 0; // when asking may begin again after "too many requests"

async function fetchAnswer(address, signal) {
  if (answers.has(address)) return answers.get(address);
  if (Date.now() < restUntil) return null;
  const response = await fetch(address, { signal });
  if (response.status === 429) restUntil = Date.now() + 1000 * response.headers.get("Retry-After");
  if (!response.ok) return null;
  const answer = await response.json();
  answers.set(address, answer);
  return answer;
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) if (value) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

function option({ label, lang, url, also, also_lang }, id) {
  const name = element("span", { lang }, label);
  const other = also ? [" ", element("span", { class: "native", lang: also_lang }, also)] : [];
  return element("a", { role: "option", id, href: url, tabindex: "-1", "aria-selected": "false" }, name, ...other);
}

function group({ name, suggestions }, id) {
  const heading = element("div", { class: "meta", role: "presentation", id }, name);
  const rows = suggestions.map((suggestion, place) => option(suggestion, `${id}-${place}`));
  return element("div", { role: "group", "aria-labelledby": id }, heading, ...rows);
}

function enhance(form) {
  const input = form.elements.q;
  const list = element("div", { role: "listbox", id: `${input.id}-list`, "aria-label": input.labels[0].textContent });
  const said = element("p", { role: "status", class: "hidden" });
  let rows = [];
  let chosen = -1; // -1 is the field itself
  let timer, asking;

  list.hidden = true;
  form.append(list, said);
  input.type = "text"; // a search field clears itself on Escape, and may be no combobox
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, autocomplete: "off" };
  for (const [attribute, value] of Object.entries(attributes)) input.setAttribute(attribute, value);
  show(null);

  function show(answer) {
    list.replaceChildren(...(answer?.groups ?? []).map((found, place) => group(found, `${list.id}-${place}`)));
    rows = [...list.querySelectorAll("[role=option]")];
    list.hidden = !rows.length;
    input.setAttribute("aria-expanded", !list.hidden);
    said.textContent = answer?.said ?? "";
    choose(-1);
  }

  function choose(place) {
    rows[chosen]?.setAttribute("aria-selected", "false");
    chosen = place;
    rows[chosen]?.setAttribute("aria-selected", "true");
    rows[chosen]?.scrollIntoView({ block: "nearest" });
    if (rows[chosen]) input.setAttribute("aria-activedescendant", rows[chosen].id);
    else input.removeAttribute("aria-activedescendant");
  }

  function stop() {
    clearTimeout(timer);
    asking?.abort();
  }

  function close() {
    stop();
    show(null);
  }

  async function ask() {
    stop();
    asking = new AbortController();
    const { signal } = asking;
    const address = `${form.dataset.suggest}?${new URLSearchParams({ q: input.value })}`;
    const answer = await fetchAnswer(address, signal).catch(() => null); // aborted, or no network
    if (!signal.aborted) show(answer);
  }

  function askSoon(event) {
    if (event.isComposing) return; // the signs are still being put together
    stop();
    timer = setTimeout(ask, WAIT_MS);
  }

  // One step over the rows and the field, in a ring.
  const step = (by) => choose(((chosen + 1 + by + rows.length + 1) % (rows.length + 1)) - 1);
  const inClosed = { ArrowDown: ask };
  const inOpen = { ArrowDown: () => step(1), ArrowUp: () => step(-1), Escape: close };
  const inList = {
    ...inOpen,
    Home: () => choose(0),
    End: () => choose(rows.length - 1),
    Enter: () => rows[chosen].click(),
  };

  function press(event) {
    const isTyping = event.isComposing || event.keyCode === 229; // Safari's, for the key that ends a composition
    if (isTyping || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const act = (chosen >= 0 ? inList : rows.length ? inOpen : inClosed)[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  input.addEventListener("input", askSoon);
  input.addEventListener("compositionend", askSoon);
  input.addEventListener("keydown", press);
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  form.addEventListener("submit", close);
  addEventListener("pagehide", close); // whoever comes back finds the page as it was
}

for (const form of document.querySelectorAll("form[data-suggest]")) enhance(form);
