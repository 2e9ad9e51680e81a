// The editor's toolbar: words rather than signs. A button that does not apply just there is hidden or off.
import { Extension, updateAttrsDialog } from "django-prose-editor/editor";

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

const GROUPS = [
  { h2: heading(2), h3: heading(3), h4: heading(4) },
  {
    bold: mark("bold"),
    italic: mark("italic"),
    cite: mark("cite"),
    link: { run: link, active: (editor) => editor.isActive("link") },
  },
  {
    list: list("bulletList", "toggleBulletList"),
    numbers: list("orderedList", "toggleOrderedList"),
    quote: quote(false),
    pull: quote(true),
    table: { run: (editor) => chain(editor).insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run() },
    rule: { run: (editor) => chain(editor).setHorizontalRule().run() },
  },
  { superscript: mark("superscript"), subscript: mark("subscript"), code: mark("code") },
  { undo: { run: (editor) => chain(editor).undo().run() }, redo: { run: (editor) => chain(editor).redo().run() } },
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
    const groups = GROUPS.map((group) => {
      const box = bar.appendChild(document.createElement("div"));
      return Object.entries(group).map(([name, item]) => [box.appendChild(button(name, options.words)), item]);
    });
    const items = groups.flat();
    for (const [pressed, item] of items) pressed.addEventListener("click", () => item.run(editor, options.words));
    bar.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps the focus
    bar.addEventListener("keydown", (event) => walk(event, items));
    items[0][0].tabIndex = 0;
    editor.view.dom.before(bar);
    const show = () => items.forEach(([pressed, item]) => update(editor, pressed, item));
    editor.on("transaction", show);
    show();
  },
});

function button(name, words) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `tool-${name}`;
  made.textContent = words[name];
  made.tabIndex = -1;
  return made;
}

function update(editor, pressed, { active, shown }) {
  pressed.hidden = Boolean(shown && !shown(editor));
  if (active) pressed.setAttribute("aria-pressed", String(active(editor)));
}

// One stop for the Tab key; the arrows go from button to button.
function walk(event, items) {
  const shown = items.map(([pressed]) => pressed).filter((pressed) => !pressed.hidden);
  const here = shown.indexOf(event.target);
  const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: shown.length - 1 }[event.key];
  if (here < 0 || next === undefined) return;
  event.preventDefault();
  const to = shown[(next + shown.length) % shown.length];
  for (const [pressed] of items) pressed.tabIndex = pressed === to ? 0 : -1;
  to.focus();
}

async function link(editor, words) {
  const { href } = editor.getAttributes("link");
  if (editor.state.selection.empty && !href) return;
  const ask = updateAttrsDialog(
    { href: { type: "string", title: words.address } },
    { title: words.link, submitText: words.set },
  );
  const given = await ask(editor, { href });
  if (!given) return;
  const chosen = chain(editor).extendMarkRange("link");
  (given.href.trim() ? chosen.setLink({ href: given.href.trim() }) : chosen.unsetLink()).run();
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
