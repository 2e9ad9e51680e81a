// The keyboard shortcuts that templates/admin/keys.html lists: each presses the control that bears its name.
const dialog = document.getElementById("keys");
const opener = document.querySelector("[data-keys=open]");
const single = document.querySelector("[data-keys=single]");
const isMac = /mac|iphone|ipad/i.test(navigator.userAgentData?.platform ?? navigator.platform);
const WRITING = "input, textarea, select, [contenteditable], [role=textbox], [role=combobox], [role=listbox]";
const SILENT = "desk-silent-keys"; // in the browser's storage, for whom keys pressed alone come from a voice

const SIGNS = isMac ? { Meta: "⌘", Shift: "⇧", Alt: "⌥" } : { Control: "Ctrl" };

// Where the stock pages have no control that says its name.
const STOCK = {
  save: "[name=_continue], [name=_save]",
  next: ".bar button.default, .step .submit-row .default",
};

const rows = [...(dialog?.querySelectorAll("[data-press]") ?? [])];
const names = new Map(rows.flatMap((row) => row.dataset.press.split(" ").map((press) => [press, row.dataset.for])));

const isShown = (element) => element.checkVisibility() && !element.disabled;
const found = (selector) => [...document.querySelectorAll(selector)].find(isShown);
const control = (name) => found(`[data-key="${name}"]`) ?? (STOCK[name] && found(STOCK[name]));

function keysOf(event) {
  const letter = event.code.replace(/^Key/, "").toLowerCase(); // with Alt a Mac writes another sign
  const key = event.altKey && letter.length === 1 ? letter : event.key.toLowerCase();
  const isMod = isMac ? event.metaKey : event.ctrlKey;
  const isOther = isMac ? event.ctrlKey : event.metaKey;
  if (isOther || event.getModifierState("AltGraph")) return "";
  if (!isMod) return event.altKey ? "" : key;
  return ["mod", event.altKey && "alt", event.shiftKey && "shift", key].filter(Boolean).join("+");
}

function press(event) {
  if (event.defaultPrevented || event.repeat || event.isComposing || !event.key || dialog.open) return;
  const keys = keysOf(event);
  const isSingle = !keys.startsWith("mod+");
  if (!names.has(keys) || (isSingle && (!single.checked || event.target.closest?.(WRITING)))) return;
  if (carryOut(names.get(keys))) event.preventDefault();
}

// Says whether there was anything to do.
function carryOut(name) {
  if (name === "keys") return open();
  if (name === "down" || name === "up") return walk(name === "down" ? 1 : -1);
  const pressed = control(name);
  if (!pressed || document.querySelector("dialog:modal")) return false;
  if (pressed.matches(WRITING)) pressed.focus();
  else pressed.click();
  return true;
}

function open() {
  listTools();
  dialog.showModal();
  return true;
}

// The tools of the text say their own keys.
function listTools() {
  const list = dialog.querySelector("[data-keys=tools]");
  const tools = [...document.querySelectorAll("[role=toolbar] [aria-keyshortcuts]")];
  list.hidden = tools.length === 0;
  list.replaceChildren(list.firstElementChild, ...tools.map(rowOf));
}

function rowOf(tool) {
  const row = document.createElement("tr");
  const name = row.appendChild(document.createElement("th"));
  name.scope = "row";
  name.textContent = tool.textContent;
  const keys = row.appendChild(document.createElement("td"));
  for (const key of tool.getAttribute("aria-keyshortcuts").split("+")) {
    const sign = document.createElement("kbd");
    sign.textContent = SIGNS[key] ?? key;
    keys.append(sign, " ");
  }
  return row;
}

// From row to row of a list; the keys that open a link open what is there.
function walk(by) {
  const links = [...document.querySelectorAll("#result_list tbody tr")].map((row) => row.querySelector("th a, td a"));
  const shown = links.filter(Boolean);
  const here = shown.indexOf(document.activeElement?.closest("tr")?.querySelector("th a, td a"));
  const next = shown[here < 0 ? (by > 0 ? 0 : shown.length - 1) : here + by];
  next?.focus();
  return Boolean(next);
}

// "mod+shift+p" as the attribute has it.
function inWords(presses) {
  const words = { mod: isMac ? "Meta" : "Control", alt: "Alt", shift: "Shift" };
  const word = (key) => words[key] ?? key.replace(/^[a-z]/, (letter) => letter.toUpperCase());
  return presses.split(" ").map((press) => press.split("+").map(word).join("+")).join(" ");
}

if (dialog) {
  for (const { dataset } of rows) control(dataset.for)?.setAttribute("aria-keyshortcuts", inWords(dataset.press));
  for (const [name, sign] of isMac ? [["mod", "⌘"], ["shift", "⇧"], ["alt", "⌥"]] : []) {
    for (const key of dialog.querySelectorAll(`[data-${name}]`)) key.textContent = sign;
  }
  single.checked = !localStorage.getItem(SILENT);
  single.addEventListener("change", () => {
    if (single.checked) localStorage.removeItem(SILENT);
    else localStorage.setItem(SILENT, "1");
  });
  opener.hidden = false;
  opener.setAttribute("aria-keyshortcuts", "?");
  opener.addEventListener("click", open);
  addEventListener("keydown", press);
}
