// What a body may hold, so that every kind of stored markup survives being opened, changed elsewhere and saved.
// The table of spacenews/markup.py says what is stored; it is written here as it stands there, one block a line.
import {
  Blockquote as StockBlockquote,
  Code as StockCode,
  Extension,
  Link as StockLink,
  ListItem as StockListItem,
  Mark,
  Node,
  OrderedList as StockOrderedList,
  Paragraph as StockParagraph,
  Plugin,
  TableHeader as StockTableHeader,
  TableRow as StockTableRow,
  getMarkRange,
  pm,
  wrappingInputRule,
} from "django-prose-editor/editor";

const INLINE = "a, mark, strong, b, em, i, cite, sup, sub, code";
const MARKS = ["footnote", "link", "printed", "bold", "italic", "cite", "superscript", "subscript", "code"];

// An attribute that is read from stored markup and never shown in the page of the editor.
const kept = (initial, parseHTML) => ({ default: initial, parseHTML, rendered: false, keepOnSplit: false });

export const Paragraph = StockParagraph.extend({
  // In a cell or a list item a paragraph may be the editor's own: it is written only where it was stored.
  addAttributes: () => ({ stored: kept(false, () => true) }),
});

export const Blockquote = StockBlockquote.extend({
  content: "block+ attribution?",
  addAttributes: () => ({
    pull: {
      default: false,
      parseHTML: (element) => element.classList.contains("pull"),
      renderHTML: ({ pull }) => (pull ? { class: "pull" } : {}),
    },
    bare: kept(false, (element) => [...element.children].every((child) => child.matches(`${INLINE}, br`))),
  }),
  addCommands() {
    return {
      ...this.parent?.(),
      toggleQuote:
        (pull) =>
        ({ editor, commands, chain }) => {
          if (editor.isActive("blockquote", { pull })) return chain().unattribute().unquote().run();
          if (editor.isActive("blockquote")) return commands.updateAttributes("blockquote", { pull });
          return commands.wrapIn("blockquote", { pull });
        },
      unquote:
        () =>
        ({ tr, state }) => {
          const { at, node, depth } = quoteIn(state);
          const [start, end] = [at + 1, at + node.nodeSize - 1].map((place) => tr.doc.resolve(place));
          tr.lift(new pm.model.NodeRange(start, end, depth + 1), depth);
          return true;
        },
    };
  },
  addKeyboardShortcuts() {
    // The stock keys never come here: those of bold are taken for them.
    return { ...this.parent?.(), "Mod-Shift-9": ({ editor }) => editor.commands.toggleQuote(false) };
  },
});

// Who said it: a last paragraph that is a cite and nothing else.
export const Attribution = Node.create({
  name: "attribution",
  content: "inline*",
  defining: true,
  isolating: true,
  parseHTML: () => [
    { tag: "blockquote > p + p:last-child", priority: 70, contentElement: "cite", getAttrs: isAttribution },
  ],
  renderHTML: () => ["p", { class: "attribution" }, ["cite", 0]],
  addCommands: () => ({
    attribute:
      () =>
      ({ tr, state }) => {
        const { at, node } = quoteIn(state);
        const end = at + node.nodeSize - 1;
        tr.insert(end, state.schema.nodes.attribution.create());
        tr.setSelection(pm.state.TextSelection.create(tr.doc, end + 1));
        return true;
      },
    unattribute:
      () =>
      ({ tr, state }) => {
        const { at, node } = quoteIn(state);
        const last = node.lastChild;
        if (last.type.name === "attribution") {
          tr.setNodeMarkup(at + node.nodeSize - 1 - last.nodeSize, state.schema.nodes.paragraph);
        }
        return true;
      },
  }),
  addKeyboardShortcuts: () => ({
    Enter: ({ editor }) => {
      const { $from } = editor.state.selection;
      if ($from.parent.type.name !== "attribution") return false;
      const after = $from.after(depthIn($from, "blockquote"));
      return editor.chain().insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).run();
    },
    Backspace: ({ editor }) => {
      const { $from } = editor.state.selection;
      if ($from.parent.type.name !== "attribution" || $from.parent.childCount) return false;
      const range = { from: $from.before(), to: $from.after() };
      return editor.chain().deleteRange(range).setTextSelection(range.from - 1).run();
    },
  }),
});

function isAttribution(paragraph) {
  const [first, ...others] = paragraph.childNodes;
  return others.length === 0 && first?.localName === "cite" ? {} : false;
}

// The innermost quote that the selection is in, or the last one that it holds.
function quoteIn({ doc, selection }) {
  let found = null;
  doc.nodesBetween(selection.from, selection.to, (node, at) => {
    if (node.type.name === "blockquote") found = { at, node, depth: doc.resolve(at).depth };
  });
  return found;
}

function depthIn($position, name) {
  for (let depth = $position.depth; depth > 0; depth -= 1) {
    if ($position.node(depth).type.name === name) return depth;
  }
  return 0;
}

export const OrderedList = StockOrderedList.extend({
  addInputRules() {
    return [wrappingInputRule({ find: /^1[.)]\s$/, type: this.type })];
  },
});

export const ListItem = StockListItem.extend({ content: "block+" });

export const Preformatted = Node.create({
  name: "preformatted",
  group: "block",
  content: "inline*",
  whitespace: "pre",
  parseHTML: () => [{ tag: "pre", preserveWhitespace: "full" }],
  renderHTML: () => ["pre", 0],
});

export const TableRow = StockTableRow.extend({
  addAttributes: () => ({
    section: kept(null, (row) => (row.closest("thead, tbody")?.localName === "thead" ? "thead" : "tbody")),
    opens: kept(false, (row) => !row.previousElementSibling),
  }),
});

export const TableHeader = StockTableHeader.extend({
  addAttributes() {
    return { ...this.parent(), scope: kept(null, (cell) => cell.getAttribute("scope") ?? "") };
  },
});

// ProseMirror knows tables of rows alone, so a caption stands before one, in a node around both.
export const CaptionedTable = Node.create({
  name: "captionedTable",
  group: "block",
  content: "tableCaption table",
  isolating: true,
  parseHTML: () => [
    { tag: "table", priority: 60, getAttrs: (table) => (table.querySelector(":scope > caption") ? {} : false) },
  ],
  renderHTML: () => ["div", { class: "captioned" }, 0],
});

export const TableCaption = Node.create({
  name: "tableCaption",
  content: "inline*",
  isolating: true,
  parseHTML: () => [{ tag: "caption" }, { tag: "p.caption", priority: 60 }],
  renderHTML: () => ["p", { class: "caption" }, 0],
});

export const Link = StockLink.extend({
  addAttributes: () => ({ href: { default: null } }),
  addKeyboardShortcuts: () => ({ "Mod-k": ({ editor }) => editor.commands.pickLink() }),
});

export const Code = StockCode.extend({ excludes: "" });

export const Cite = Mark.create({
  name: "cite",
  parseHTML: () => [{ tag: "cite" }],
  renderHTML: () => ["cite", 0],
});

// A footnote stands where its number will, as words that are set apart. Each is another, be they neighbours.
let footnotes = 0;
export const Footnote = Mark.create({
  name: "footnote",
  priority: 1100, // outside all other marks, so that it is one element in the page of the editor
  exitable: true,
  keepOnSplit: false,
  addOptions: () => ({ begun: "" }),
  addAttributes: () => ({ number: kept(0, () => (footnotes += 1)) }),
  parseHTML: () => [{ tag: "mark[data-footnote]", priority: 60 }],
  renderHTML: () => ["mark", { "data-footnote": "1" }, 0],
  addCommands() {
    return {
      leaveFootnote:
        () =>
        ({ tr, state }) => {
          const range = getMarkRange(state.selection.$from, this.type);
          if (!range) return false;
          const before = tr.doc.resolve(range.from).nodeBefore?.marks ?? [];
          tr.setSelection(pm.state.TextSelection.create(tr.doc, range.to));
          tr.setStoredMarks(before.filter((mark) => mark.type !== this.type));
          return true;
        },
      // Begins a footnote at the cursor, makes one of the words that are chosen, or goes on after it.
      toggleFootnote:
        () =>
        ({ editor, commands, tr, state }) => {
          if (editor.isActive(this.name)) return commands.leaveFootnote();
          const { $from, from, to, empty } = state.selection;
          if (!$from.parent.inlineContent || !$from.sameParent(state.selection.$to)) return false;
          footnotes += 1;
          const mark = this.type.create({ number: footnotes });
          if (!empty) return Boolean(tr.addMark(from, to, mark));
          const words = state.schema.text(this.options.begun, [...$from.marks(), mark]);
          tr.insert(from, words);
          tr.setSelection(pm.state.TextSelection.create(tr.doc, from, from + words.nodeSize));
          return true;
        },
    };
  },
  addKeyboardShortcuts() {
    const leave = ({ editor }) => editor.isActive(this.name) && editor.commands.leaveFootnote();
    return { "Mod-Alt-f": ({ editor }) => editor.commands.toggleFootnote(), Enter: leave, Escape: leave };
  },
});

// What is told of the records that the text refers to, by kind and id; the pickers add what they insert.
export const Records = Extension.create({
  name: "records",
  addOptions: () => ({ told: {} }),
  addStorage() {
    return { told: { ...this.options.told } };
  },
});

// The words of a printed figure: they may be put otherwise, the number stands in the record.
export const Printed = Mark.create({
  name: "printed",
  inclusive: false,
  addOptions: () => ({ words: {} }),
  addAttributes: () => ({ figure: { default: null, parseHTML: (mark) => mark.getAttribute("data-figure") } }),
  parseHTML: () => [{ tag: "mark:not([data-footnote])" }],
  renderHTML({ mark }) {
    const { figure } = mark.attrs;
    return ["mark", figure ? { "data-figure": figure } : {}, 0];
  },
  addProseMirrorPlugins() {
    const { words } = this.options;
    const shown = (doc) => figuresBelow(doc, (id) => card(words.figure, this.editor.storage.records.told[`figure-${id}`], id));
    return [
      new Plugin({
        state: { init: (_config, { doc }) => shown(doc), apply: (tr, old) => (tr.docChanged ? shown(tr.doc) : old) },
        props: {
          decorations(state) {
            return this.getState(state);
          },
        },
      }),
    ];
  },
});

// Below each block the figures that it prints, as readers find them below the paragraph.
function figuresBelow(doc, draw) {
  const found = [];
  doc.forEach((block, at) => {
    const ids = new Set();
    block.descendants(({ marks }) => {
      for (const { type, attrs } of marks) if (type.name === "printed" && attrs.figure) ids.add(attrs.figure);
    });
    for (const id of ids) {
      const key = `${id} of ${[...ids]}`;
      found.push(pm.view.Decoration.widget(at + block.nodeSize, () => draw(id), { side: -1, key, ignoreSelection: true }));
    }
  });
  return pm.view.DecorationSet.create(doc, found);
}

// A picture, series, dispute or claim: shown by kind and name, moved or deleted as a whole, kept word by word.
export const Reference = Node.create({
  name: "reference",
  group: "block",
  atom: true,
  draggable: true,
  addOptions: () => ({ words: {} }),
  addAttributes: () => ({ html: { default: "", parseHTML: (element) => element.outerHTML, rendered: false } }),
  parseHTML: () =>
    ["figure[data-image]", "div[data-series]", "div[data-dispute]", "div[data-claim]"].map((tag) => ({
      tag,
      priority: 60,
    })),
  renderHTML: ({ node }) => ({ dom: document.importNode(element(node.attrs.html), true) }),
  addNodeView() {
    return ({ node, getPos }) => {
      const { kind, id, caption, credit } = referred(node.attrs.html);
      const told = this.editor.storage.records.told[`${kind}-${id}`] ?? {};
      const name = caption || told.caption || told.name;
      const dom = card(this.options.words[kind], { ...told, name, line: credit || told.line }, id);
      // Where it is the first thing of a text it is chosen already, and the browser's own cursor would go elsewhere.
      dom.addEventListener("click", () => setTimeout(() => this.editor.commands.setNodeSelection(getPos())));
      dom.addEventListener("dblclick", () => this.editor.commands.pickRecord(kind));
      return { dom };
    };
  },
  addKeyboardShortcuts() {
    const change = ({ editor }) => {
      const { node } = editor.state.selection;
      return node?.type.name === this.name && editor.commands.pickRecord(referred(node.attrs.html).kind);
    };
    return { Enter: change };
  },
  // What the stored markup of a reference says, for the pickers.
  addStorage: () => ({ referred }),
});

function referred(html) {
  const stored = element(html);
  const { alt, credit, ...others } = stored.dataset;
  const [kind, id] = Object.entries(others)[0];
  return { kind, id, alt, credit, caption: stored.textContent.trim(), captionHtml: stored.innerHTML };
}

function card(kind, told, id) {
  const dom = made("div", "reference");
  dom.contentEditable = "false";
  if (told?.look) dom.append(Object.assign(document.createElement("img"), { src: told.look, alt: "" }));
  const head = made("p", "reference-name");
  head.append(made("b", "reference-kind", kind), " ", made("span", "", told?.name ?? id));
  dom.append(head);
  if (told?.line) dom.append(made("p", "reference-line", told.line));
  return dom;
}

function element(html) {
  return new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
}

function made(name, className, text = "") {
  const dom = document.createElement(name);
  if (className) dom.className = className;
  dom.textContent = text;
  return dom;
}

// The editing area's name, and what is written back into the field.
export const Body = Extension.create({
  name: "body",
  addOptions: () => ({ label: "", lang: "" }),
  addGlobalAttributes: () => [{ types: MARKS, attributes: { depth: kept(null, depthOf) } }],
  addProseMirrorPlugins() {
    const { label, lang } = this.options;
    return [new Plugin({ props: { attributes: { "aria-label": label, lang, spellcheck: "true" } } })];
  },
  onBeforeCreate() {
    this.editor.options.injectCSS = false; // a style element breaks the policy: css/desk/writing.css has the rules
    this.editor.getHTML = () => written(this.editor.state.doc);
  },
});

// How many marks stood around a mark, so that two that cover the same words keep their order.
function depthOf(mark) {
  let depth = 0;
  for (let outer = mark.parentElement; outer?.matches(INLINE); outer = outer.parentElement) depth += 1;
  return depth;
}

// An empty paragraph at the end that nobody stored is only where the cursor stood.
function written(doc) {
  if (doc.childCount === 1 && isEmptyParagraph(doc.firstChild)) return "";
  const last = children(doc).findLastIndex((node) => !isEmptyParagraph(node) || node.attrs.stored);
  return blocks(doc).slice(0, last + 1).join("\n");
}

function isEmptyParagraph(node) {
  return node.type.name === "paragraph" && node.childCount === 0;
}

function children(node) {
  return Array.from({ length: node.childCount }, (_, index) => node.child(index));
}

function blocks(node) {
  return children(node).map((child) => BLOCKS[child.type.name](child));
}

const BLOCKS = {
  paragraph: (node) => `<p>${inline(node)}</p>`,
  heading: (node) => `<h${node.attrs.level}>${inline(node)}</h${node.attrs.level}>`,
  preformatted: (node) => `<pre>${inline(node)}</pre>`,
  horizontalRule: () => "<hr>",
  reference: (node) => node.attrs.html,
  attribution: (node) => (node.childCount ? `<p><cite>${inline(node)}</cite></p>` : ""),
  blockquote: (node) => {
    const words = node.attrs.bare ? within(node) : blocks(node).join("");
    return `<blockquote${node.attrs.pull ? ' class="pull"' : ""}>${words}</blockquote>`;
  },
  bulletList: (node) => list("ul", node),
  orderedList: (node) => list("ol", node),
  table: (node) => table(node),
  captionedTable: (node) => table(node.child(1), `<caption>${inline(node.child(0))}</caption>\n`),
};

function list(name, node) {
  return `<${name}>\n${children(node)
    .map((item) => `<li>${within(item)}</li>\n`)
    .join("")}</${name}>`;
}

// A first paragraph that nobody stored is the editor's own, as long as none follows it.
function within(node) {
  const [first, ...others] = children(node);
  const plain =
    first.type.name === "paragraph" &&
    !first.attrs.stored &&
    others.every((other) => other.type.name !== "paragraph");
  return plain ? [inline(first), ...others.map((other) => BLOCKS[other.type.name](other))].join("") : blocks(node).join("");
}

function table(node, caption = "") {
  return `<table>\n${caption}${sections(node)
    .map(({ name, rows }) =>
      name === "thead" ? `<thead>${rows.join("")}</thead>\n` : `<tbody>\n${rows.join("\n")}\n</tbody>\n`,
    )
    .join("")}</table>`;
}

// The rows in their parts. A row that was added here stands in the head if it is the first and all of it are headers.
function sections(node) {
  const found = [];
  for (const row of children(node)) {
    const last = found.at(-1);
    const name = last?.name === "tbody" ? "tbody" : sectionOf(row, !last);
    if (last?.name !== name || row.attrs.opens) found.push({ name, rows: [] });
    found.at(-1).rows.push(`<tr>${children(row).map((cell) => writtenCell(cell, name)).join("")}</tr>`);
  }
  return found;
}

function sectionOf(row, isFirst) {
  const added = !row.attrs.section || children(row).some((cell) => cell.attrs.scope === null);
  const isHead = isFirst && children(row).every((cell) => cell.type.name === "tableHeader");
  if (added && isHead) return "thead";
  return row.attrs.section ?? "tbody";
}

function writtenCell(cell, section) {
  const { colspan, rowspan, scope } = cell.attrs;
  const name = cell.type.name === "tableHeader" ? "th" : "td";
  const direction = name === "th" ? (scope ?? (section === "thead" ? "col" : "row")) : "";
  const given = { scope: direction, colspan: colspan > 1 && colspan, rowspan: rowspan > 1 && rowspan };
  return `<${name}${attributes(given)}>${within(cell)}</${name}>`;
}

function inline(node) {
  return marked(children(node), []);
}

// Elements around the words: of the marks that begin at a word the one that reaches furthest stands outside.
function marked(nodes, around) {
  let html = "";
  for (let index = 0; index < nodes.length; ) {
    const open = nodes[index].marks.filter((mark) => !mark.isInSet(around));
    const runs = open.map((mark) => ({ mark, length: reach(nodes, index, mark) }));
    const [outer] = runs.sort((one, other) => other.length - one.length || order(one.mark) - order(other.mark));
    const length = outer?.length ?? 1;
    html += outer
      ? wrapped(outer.mark, marked(nodes.slice(index, index + length), [...around, outer.mark]))
      : leaf(nodes[index]);
    index += length;
  }
  return html;
}

function reach(nodes, from, mark) {
  const end = nodes.findIndex((node, index) => index > from && !mark.isInSet(node.marks));
  return (end < 0 ? nodes.length : end) - from;
}

function order({ attrs, type }) {
  return (attrs.depth ?? 0) * MARKS.length + MARKS.indexOf(type.name);
}

function leaf(node) {
  return node.isText ? escaped(node.text) : "<br>";
}

const ELEMENTS = {
  ...{ bold: "strong", italic: "em", superscript: "sup", subscript: "sub" },
  ...{ link: "a", printed: "mark", footnote: "mark" },
};

function wrapped({ type, attrs }, html) {
  const name = ELEMENTS[type.name] ?? type.name;
  const given = { href: attrs.href, "data-figure": attrs.figure, "data-footnote": type.name === "footnote" && 1 };
  return `<${name}${attributes(given)}>${html}</${name}>`;
}

function attributes(given) {
  return Object.entries(given)
    .filter(([, value]) => value)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join("");
}

function escaped(text) {
  return text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);
}
