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
  Paragraph as StockParagraph,
  Plugin,
  TableHeader as StockTableHeader,
  TableRow as StockTableRow,
} from "django-prose-editor/editor";

const INLINE = "a, mark, strong, b, em, i, cite, sup, sub, code";
const MARKS = ["link", "printed", "bold", "italic", "cite", "superscript", "subscript", "code"];

// An attribute that is read from stored markup and never shown in the page of the editor.
const kept = (initial, parseHTML) => ({ default: initial, parseHTML, rendered: false, keepOnSplit: false });

export const Paragraph = StockParagraph.extend({
  // In a cell or a list item a paragraph may be the editor's own: it is written only where it was stored.
  addAttributes: () => ({ stored: kept(false, () => true) }),
});

export const Blockquote = StockBlockquote.extend({
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
        ({ editor, commands }) => {
          if (editor.isActive("blockquote", { pull })) return commands.lift("blockquote");
          if (editor.isActive("blockquote")) return commands.updateAttributes("blockquote", { pull });
          return commands.wrapIn("blockquote", { pull });
        },
    };
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

export const Link = StockLink.extend({ addAttributes: () => ({ href: { default: null } }) });

export const Code = StockCode.extend({ excludes: "" });

export const Cite = Mark.create({
  name: "cite",
  parseHTML: () => [{ tag: "cite" }],
  renderHTML: () => ["cite", 0],
});

// The words of a printed figure: they may be put otherwise, the number stands in the record.
export const Printed = Mark.create({
  name: "printed",
  inclusive: false,
  addOptions: () => ({ records: {}, words: {} }),
  addAttributes: () => ({ figure: { default: null, parseHTML: (mark) => mark.getAttribute("data-figure") } }),
  parseHTML: () => [{ tag: "mark" }],
  renderHTML({ mark }) {
    const { figure } = mark.attrs;
    const title = figure && `${this.options.words.figure}: ${this.options.records[`figure-${figure}`] ?? figure}`;
    return ["mark", figure ? { "data-figure": figure, title } : {}, 0];
  },
});

// A picture, series, dispute or claim: shown by kind and name, moved or deleted as a whole, kept word by word.
export const Reference = Node.create({
  name: "reference",
  group: "block",
  atom: true,
  draggable: true,
  addOptions: () => ({ records: {}, words: {} }),
  addAttributes: () => ({ html: { default: "", parseHTML: (element) => element.outerHTML, rendered: false } }),
  parseHTML: () =>
    ["figure[data-image]", "div[data-series]", "div[data-dispute]", "div[data-claim]"].map((tag) => ({
      tag,
      priority: 60,
    })),
  renderHTML: ({ node }) => ({ dom: document.importNode(element(node.attrs.html), true) }),
  addNodeView() {
    return ({ node }) => {
      const stored = element(node.attrs.html);
      const [kind, id] = Object.entries(stored.dataset)[0];
      const name = stored.textContent.trim() || (this.options.records[`${kind}-${id}`] ?? id);
      const dom = made("div", "reference");
      dom.append(made("b", "reference-kind", this.options.words[kind]), " ", made("span", "", name));
      return { dom };
    };
  },
});

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

function written(doc) {
  return doc.childCount === 1 && isEmptyParagraph(doc.firstChild) ? "" : blocks(doc).join("\n");
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

const ELEMENTS = { bold: "strong", italic: "em", superscript: "sup", subscript: "sub", link: "a", printed: "mark" };

function wrapped({ type, attrs }, html) {
  const name = ELEMENTS[type.name] ?? type.name;
  return `<${name}${attributes({ href: attrs.href, "data-figure": attrs.figure })}>${html}</${name}>`;
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
