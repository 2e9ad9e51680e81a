// The editor's toolbar: words rather than signs. A button that does not apply just there is hidden or off.
import { Extension } from "django-prose-editor/editor";

const chain = (editor) => editor.chain().focus();
const heading = (level) => ({
  run: (editor) => chain(editor).toggleHeading({ level }).run(),
  active: (editor) => editor.isActive("heading", { level }),
});
const mark = (name) => ({
  run: (editor) => chain(editor).toggleMark(name).run(),
  active: (editor) => editor.isActive(name),
});
const list = (name, toggle) => ({
  run: (editor) => chain(editor)[toggle]().run(),
  active: (editor) => editor.isActive(name),
});
const quote = (pull) => ({
  run: (editor) => chain(editor).toggleQuote(pull).run(),
  active: (editor) => editor.isActive("blockquote", { pull }),
});
const inTable = (command) => ({
  run: (editor) => chain(editor)[command]().run(),
  shown: (editor) => editor.isActive("table"),
});

const record = (kind) => ({
  run: (editor) => editor.commands.pickRecord(kind),
  active: (editor) => kind === "figure" && editor.isActive("printed"),
  shown: (editor) => editor.storage.picker?.isOffered(kind),
});
const superscript = { ...mark("superscript"), keys: "Mod-." };
const subscript = { ...mark("subscript"), keys: "Mod-," };

// The tools, a group a line; `more` are in the second row, which opens by its own button.
const GROUPS = [
  {
    h2: { ...heading(2), keys: "Mod-Alt-2" },
    h3: { ...heading(3), keys: "Mod-Alt-3" },
    h4: { ...heading(4), keys: "Mod-Alt-4" },
  },
  {
    bold: { ...mark("bold"), keys: "Mod-b" },
    italic: { ...mark("italic"), keys: "Mod-i" },
    link: {
      run: (editor) => editor.commands.pickLink(),
      active: (editor) => editor.isActive("link"),
      keys: "Mod-k",
    },
  },
  {
    list: { ...list("bulletList", "toggleBulletList"), keys: "Mod-Shift-8" },
    numbers: { ...list("orderedList", "toggleOrderedList"), keys: "Mod-Shift-7" },
    quote: { ...quote(false), keys: "Mod-Shift-9" },
    table: { run: (editor) => chain(editor).insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run() },
    image: record("image"),
    figure: record("figure"),
    footnote: {
      run: (editor) => chain(editor).toggleFootnote().run(),
      active: (editor) => editor.isActive("footnote"),
      keys: "Mod-Alt-f",
    },
  },
  {
    more: { run: openMore, isOpened: true },
    fullScreen: {
      run: (editor) => editor.commands.toggleFullScreen(),
      active: (editor) => editor.storage.fullScreen.isOn,
      keys: "Mod-Shift-f",
    },
  },
];
const MORE = [
  {
    cite: mark("cite"),
    superscript,
    subscript,
    code: { ...mark("code"), keys: "Mod-e" },
  },
  {
    pull: quote(true),
    rule: { run: (editor) => chain(editor).setHorizontalRule().run() },
    series: record("series"),
    dispute: record("dispute"),
    claim: record("claim"),
  },
  {
    undo: { run: (editor) => chain(editor).undo().run(), keys: "Mod-z" },
    redo: { run: (editor) => chain(editor).redo().run(), keys: "Mod-Shift-z" },
  },
];
// What is offered only where the cursor stands in, or on, a thing of its kind.
const THERE = [
  {
    change: { run: changeReference, shown: (editor) => editor.isActive("reference"), keys: "Enter" },
    attribution: {
      run: (editor) => chain(editor).attribute().run(),
      shown: (editor) => editor.isActive("blockquote") && !isAttributed(editor),
    },
  },
  {
    caption: {
      run: addCaption,
      shown: (editor) => editor.isActive("table") && !editor.isActive("captionedTable"),
    },
    headerRow: inTable("toggleHeaderRow"),
    headerColumn: inTable("toggleHeaderColumn"),
    rowBefore: inTable("addRowBefore"),
    rowAfter: inTable("addRowAfter"),
    columnBefore: inTable("addColumnBefore"),
    columnAfter: inTable("addColumnAfter"),
    deleteRow: inTable("deleteRow"),
    deleteColumn: inTable("deleteColumn"),
    deleteTable: { run: deleteTable, shown: (editor) => editor.isActive("captionedTable") || editor.isActive("table") },
  },
];

export const Toolbar = Extension.create({
  name: "toolbar",
  addOptions: () => ({ label: "", words: {} }),
  onCreate() {
    const { editor, options } = this;
    const bar = document.createElement("div");
    bar.className = "toolbar";
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", options.label);
    const items = [...GROUPS, ...MORE, ...THERE].flatMap((group) => {
      const box = bar.appendChild(document.createElement("div"));
      box.classList.toggle("more", MORE.includes(group));
      return Object.entries(group).map(([name, item]) => [box.appendChild(button(name, item, options.words)), item]);
    });
    for (const [pressed, item] of items) pressed.addEventListener("click", () => item.run(editor, pressed));
    bar.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps the focus
    bar.addEventListener("keydown", (event) => walk(event, items));
    items[0][0].tabIndex = 0;
    editor.view.dom.before(bar);
    const show = () => items.forEach(([pressed, item]) => update(editor, pressed, item));
    editor.on("transaction", show);
    show();
  },
});

function button(name, { keys, isOpened }, words) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `tool-${name}`;
  made.textContent = words[name];
  made.tabIndex = -1;
  if (isOpened) made.setAttribute("aria-expanded", "false");
  if (keys) nameKeys(made, keys.split("-"));
  return made;
}

// The keys of a tool as its own keyboard has them: ⌘ and ⌥ on a Mac.
function nameKeys(made, keys) {
  const isMac = /Mac|iP/.test(navigator.platform);
  const spoken = { Mod: isMac ? "Meta" : "Control", Alt: "Alt", Shift: "Shift" };
  const shown = isMac ? { Mod: "⌘", Alt: "⌥", Shift: "⇧" } : { Mod: "Ctrl" };
  const last = keys.at(-1).toUpperCase();
  const name = (all) => keys.map((key, place) => all[key] ?? (place === keys.length - 1 && key.length === 1 ? last : key));
  made.setAttribute("aria-keyshortcuts", name(spoken).join("+"));
  made.title = `${made.textContent} (${name(shown).join(isMac ? "" : "+")})`;
}

function update(editor, pressed, { active, shown }) {
  pressed.hidden = Boolean(shown && !shown(editor));
  if (active) pressed.setAttribute("aria-pressed", String(active(editor)));
}

// One stop for the Tab key; the arrows go from button to button.
function walk(event, items) {
  const shown = items.map(([pressed]) => pressed).filter((pressed) => pressed.checkVisibility());
  const here = shown.indexOf(event.target);
  const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: shown.length - 1 }[event.key];
  if (here < 0 || next === undefined) return;
  event.preventDefault();
  const to = shown[(next + shown.length) % shown.length];
  for (const [pressed] of items) pressed.tabIndex = pressed === to ? 0 : -1;
  to.focus();
}

function openMore(_editor, pressed) {
  const isOpen = pressed.closest(".toolbar").classList.toggle("open");
  pressed.setAttribute("aria-expanded", String(isOpen));
}

function changeReference(editor) {
  const { referred } = editor.storage.reference;
  editor.commands.pickRecord(referred(editor.state.selection.node.attrs.html).kind);
}

function isAttributed(editor) {
  const { $from } = editor.state.selection;
  return $from.node(depthOf($from, "blockquote")).lastChild.type.name === "attribution";
}

function addCaption(editor) {
  const { $from } = editor.state.selection;
  const depth = depthOf($from, "table");
  const { captionedTable, tableCaption } = editor.schema.nodes;
  chain(editor)
    .command(({ tr }) => {
      const at = $from.before(depth);
      tr.replaceWith(at, $from.after(depth), captionedTable.create(null, [tableCaption.create(), $from.node(depth)]));
      return true;
    })
    .setTextSelection($from.before(depth) + 2)
    .run();
}

function deleteTable(editor) {
  const { $from } = editor.state.selection;
  const depth = depthOf($from, "captionedTable") || depthOf($from, "table");
  chain(editor).deleteRange({ from: $from.before(depth), to: $from.after(depth) }).run();
}

function depthOf($from, name) {
  for (let depth = $from.depth; depth > 0; depth -= 1) if ($from.node(depth).type.name === name) return depth;
  return 0;
}
