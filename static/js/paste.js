// What is pasted, made plain before the editor reads it: what the words mean stays, how they looked does not.
// docs/paste.md says element by element what survives; tests/browser/texts/paste/ shows it.
import { Extension, Plugin, pm } from "django-prose-editor/editor";

const { Fragment, Slice } = pm.model;

export const Paste = Extension.create({
  name: "pasteFromElsewhere",
  addProseMirrorPlugins: () => [
    new Plugin({
      props: { transformPastedHTML: plain, clipboardTextParser: written, handlePaste: inPlaceOfNothing },
    }),
  ],
});

const BLOCKS = new Set(
  [
    ...["address", "article", "aside", "blockquote", "caption", "center", "dd", "details", "div", "dl", "dt"],
    ...["fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup"],
    ...["hr", "legend", "li", "main", "ol", "p", "pre", "search", "section", "summary", "table", "tbody", "td"],
    ...["tfoot", "th", "thead", "tr", "ul"],
  ],
);
const BLOCK = [...BLOCKS].join();
const MARK = "a, strong, em, sup, sub, cite, code, mark";
const RENAMED = {
  ...{ h1: "h2", h5: "h4", h6: "h4", b: "strong", i: "em", kbd: "code", samp: "code", tt: "code" },
  ...{ dir: "ul", menu: "ul", listing: "pre", xmp: "pre" },
};
// What is no text of an article: it goes with the words in it.
const DROPPED = [
  ...["applet", "audio", "basefont", "button", "canvas", "col", "colgroup", "datalist", "del", "dialog", "embed"],
  ...["head", "iframe", "img", "input", "link", "map", "math", "meta", "meter", "nav", "noembed", "noframes"],
  ...["noscript", "object", "optgroup", "option", "picture", "progress", "script", "select", "svg", "template"],
  ...["textarea", "title", "video", "xml", "o\\:p", "v\\:shape", "v\\:shapetype"],
  ...["[hidden]", "[aria-hidden=true]", "[role=navigation]", "[role=button]", "[role=search]"],
  ...[".MsoCommentReference", ".mw-editsection"],
].join();
const DROPPED_BY_STYLE = /display:\s*none|visibility:\s*hidden|mso-hide:\s*all|mso-element:\s*comment-list/i;

function plain(html) {
  const body = read(html);
  if (body.querySelector("[data-pm-slice]")) return asItIs(body);
  drop(body);
  takeNotes(body);
  for (const [name, ours] of Object.entries(RENAMED)) {
    for (const found of body.querySelectorAll(name)) rename(found, ours);
  }
  takeMeaning(body);
  arrangeLists(body);
  arrangeTables(body);
  body.querySelectorAll("a").forEach(mendLink);
  arrangeWords(body);
  body.replaceChildren(...flow(body));
  for (const element of body.querySelectorAll("*")) strip(element, KEPT[element.localName] ?? []);
  return body.innerHTML;
}

// The page's policy complains of style and script even where they cannot work, in a document that nobody sees. So
// they are read under other names; words that look the same are given back.
const MUTE = "data-unheard-";

function read(html) {
  const muted = html
    .replace(/<(\/?)style(?=[\s/>])/gi, "<$1noframes")
    .replace(/<base(?=[\s/>])/gi, "<basefont")
    .replace(/(^|[\s"'/])((?:style|on[a-z]+)\s*=)/gi, `$1${MUTE}$2`);
  const { body } = new DOMParser().parseFromString(muted, "text/html");
  for (const node of nodes(body, NodeFilter.SHOW_TEXT)) node.data = node.data.replaceAll(MUTE, "");
  return body;
}

function nodes(root, kinds) {
  const walker = document.createTreeWalker(root, kinds);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
}

const styleOf = (element) => element.getAttribute(`${MUTE}style`) ?? "";
const styled = (body) => body.querySelectorAll(`[${MUTE}style]`);
const isBlock = (node) => BLOCKS.has(node.localName);
const holdsBlocks = (node) => isBlock(node) || Boolean(node.querySelector?.(BLOCK));
const unwrap = (element) => element.replaceWith(...element.childNodes);

function rename(element, name) {
  const renamed = element.ownerDocument.createElement(name);
  for (const { name: attribute, value } of element.attributes) {
    if (/^[a-z][\w-]*$/.test(attribute)) renamed.setAttribute(attribute, value);
  }
  renamed.append(...element.childNodes);
  element.replaceWith(renamed);
  return renamed;
}

function strip(element, kept) {
  for (const { name } of [...element.attributes]) if (!kept.includes(name)) element.removeAttribute(name);
}

const KEPT = {
  a: ["href"],
  th: ["scope", "colspan", "rowspan"],
  td: ["colspan", "rowspan"],
  mark: ["data-footnote"],
};

// What was copied in an editor of ours stays as it is: pictures by number, figures, footnotes.
const OURS = [
  ...["class", "data-alt", "data-claim", "data-credit", "data-dispute", "data-figure", "data-footnote", "data-image"],
  ...["data-pm-slice", "data-series", "href", "scope", "colspan", "rowspan"],
];

function asItIs(body) {
  body.querySelectorAll(DROPPED).forEach((found) => found.remove());
  for (const element of body.querySelectorAll("*")) strip(element, OURS);
  for (const item of body.querySelectorAll("li, td, th")) bare(item);
  const { pmSlice } = body.querySelector("[data-pm-slice]")?.dataset ?? {};
  if (!/^\d+ \d+ -/.test(pmSlice)) body.querySelectorAll("table").forEach(part); // else cells without their table
  return body.innerHTML;
}

function drop(body) {
  for (const comment of nodes(body, NodeFilter.SHOW_COMMENT)) comment.remove();
  body.querySelectorAll(DROPPED).forEach((found) => found.remove());
  for (const element of styled(body)) if (DROPPED_BY_STYLE.test(styleOf(element))) element.remove();
}

// Footnotes: a number that leads to a note, which leads back. The note is put where the number stands.
const NUMBER = /^\s*[[(]?(?:\d{1,3}|[ivx]+|[*†‡])[\])]?\s*$/i;

function takeNotes(body) {
  const named = (href) => {
    const name = href?.slice(href.indexOf("#") + 1);
    return name ? body.querySelector(`#${CSS.escape(name)}, [name="${CSS.escape(name)}"]`) : null;
  };
  for (const link of body.querySelectorAll("a[href*='#']")) {
    if (!link.isConnected || !NUMBER.test(link.textContent)) continue; // one that went with a note, or has words
    const note = noteOf(link, named(link.getAttribute("href")), named);
    if (note) put(note, link);
    else if (link.closest("sup") || link.querySelector("sup, [class*=FootnoteReference]")) alone(link).remove();
  }
  for (const list of styled(body)) if (/mso-element:\s*(foot|end)note-list/i.test(styleOf(list))) list.remove();
}

function noteOf(link, found, named) {
  if (!found || found.contains(link)) return null;
  const isAfter = link.compareDocumentPosition(found) & Node.DOCUMENT_POSITION_FOLLOWING;
  const back = found.matches("a") ? found : found.querySelector("a[href*='#']");
  if (!isAfter || !back) return null;
  const home = named(back.getAttribute("href"));
  if (home !== link && !home?.contains(link)) return null;
  return { back, box: found.matches("a") ? boxOf(found) : found };
}

function boxOf(back) {
  const box = back.closest("div, li, dd");
  return box?.querySelectorAll("a[href*='#']").length === 1 ? box : back.closest("p, div, li, dd") ?? back;
}

function put({ back, box }, link) {
  alone(back).remove();
  const mark = link.ownerDocument.createElement("mark");
  mark.dataset.footnote = "1";
  for (const part of box.querySelectorAll(BLOCK)) {
    part.before(" ");
    unwrap(part);
  }
  mark.append(...box.childNodes);
  if (box.previousElementSibling?.matches("hr")) box.previousElementSibling.remove();
  box.remove();
  alone(link).replaceWith(mark);
  trim(mark);
}

// An element, or what stands around nothing but it.
function alone(element) {
  const around = element.parentElement;
  const only = around?.matches("sup, span, b, i") && around.textContent.trim() === element.textContent.trim();
  return only ? alone(around) : element;
}

function trim(element) {
  const words = nodes(element, NodeFilter.SHOW_TEXT);
  const isShown = ({ data }) => data.trim();
  const [first, last] = [words.findIndex(isShown), words.findLastIndex(isShown)];
  words.slice(0, first).concat(words.slice(last + 1)).forEach((blank) => blank.remove());
  if (first < 0) return;
  words[first].data = words[first].data.trimStart();
  words[last].data = words[last].data.trimEnd();
}

// Google Docs, Word online and Blogger say by style what others say by elements.
const MEANT = [
  ["strong", /(?<!-)font-weight:\s*(bold|[6-9]00)/i],
  ["em", /(?<!-)font-style:\s*(italic|oblique)/i],
  ["sup", /(?<!-)vertical-align:\s*super/i],
  ["sub", /(?<!-)vertical-align:\s*sub(?!\w)/i],
];
const PLAIN = { strong: /(?<!-)font-weight:\s*(normal|[1-5]00)/i, em: /(?<!-)font-style:\s*normal/i };

function takeMeaning(body) {
  for (const element of styled(body)) {
    const style = styleOf(element);
    if (/mso-list:\s*ignore/i.test(style)) takeMarker(element);
    else if (PLAIN[element.localName]?.test(style)) unwrap(element);
    else if (!isBlock(element) || element.matches("p, td")) mean(element, style);
  }
  for (const heading of body.querySelectorAll("p[role=heading], p.MsoTitle")) {
    rename(heading, `h${Math.min(4, Math.max(2, Number(heading.getAttribute("aria-level")) || 2))}`);
  }
  for (const quoted of body.querySelectorAll("q")) quoted.replaceChildren("“", ...quoted.childNodes, "”");
  for (const quoted of body.querySelectorAll("p.MsoQuote, p.MsoIntenseQuote")) asQuote(quoted);
  for (const other of body.querySelectorAll("*")) if (!isKnown(other)) unwrap(other);
}

function isKnown(element) {
  if (element.localName === "mark") return element.dataset.footnote === "1" && element.attributes.length === 1;
  return isBlock(element) || element.matches(MARK) || element.localName === "br";
}

function mean(element, style) {
  for (const [name, meaning] of MEANT) {
    if (!meaning.test(style)) continue;
    const inner = element.ownerDocument.createElement(name);
    inner.append(...element.childNodes);
    element.append(inner);
  }
}

function asQuote(paragraph) {
  const before = paragraph.previousElementSibling;
  const quote = before?.matches("blockquote") ? before : paragraph.ownerDocument.createElement("blockquote");
  if (quote !== before) paragraph.before(quote);
  quote.append(paragraph);
}

// Word's own bullet or number: it only tells which of the two the list is.
function takeMarker(span) {
  span.closest("p")?.setAttribute("data-marker", span.textContent.trim());
  span.remove();
}

// Lists. Word writes items as paragraphs that say which list and level ("mso-list: l0 level2 lfo1"); Word online
// writes each item as a list of its own.
function arrangeLists(body) {
  for (const paragraph of body.querySelectorAll("p")) {
    const [, list, level] = /mso-list:\s*(l\d+)\s+level(\d)/i.exec(styleOf(paragraph)) ?? [];
    if (!list) continue;
    const isOrdered = /^[(（]?[\p{L}\p{N}]{1,4}[.)）、．]/u.test(paragraph.dataset.marker ?? "");
    loose(rename(paragraph, "li"), list, level, isOrdered);
  }
  for (const item of body.querySelectorAll("li[data-aria-level]")) {
    const list = item.parentElement;
    loose(item, item.dataset.listid, item.dataset.ariaLevel, list.localName === "ol");
    list.before(item);
    if (!list.querySelector("li")) list.remove();
    if (item.parentElement.matches("div") && item.matches(":only-child")) unwrap(item.parentElement);
  }
  for (const item of body.querySelectorAll("li")) if (!item.parentElement?.closest("ul, ol")) gather(item);
  for (const inner of body.querySelectorAll(":is(ul, ol) > :is(ul, ol)")) {
    if (inner.previousElementSibling) inner.previousElementSibling.append(inner);
    else unwrap(inner);
  }
}

function loose(item, list, level, isOrdered) {
  Object.assign(item.dataset, { list, level, name: isOrdered ? "ol" : "ul" });
}

// An item outside a list, and those that follow, become one list.
function gather(first) {
  const open = [];
  const start = first.ownerDocument.createComment("");
  first.before(start);
  for (let item = first, next; item?.localName === "li" && item.dataset.list === first.dataset.list; item = next) {
    next = item.nextElementSibling;
    place(item, open);
  }
  start.replaceWith(open[0]);
}

function place(item, open) {
  const make = () => item.ownerDocument.createElement(item.dataset.name ?? "ul");
  open.splice(Math.max(1, Number(item.dataset.level) || 1));
  if (open.length === 0) open.push(make());
  while (open.length < Number(item.dataset.level) && open.at(-1).lastElementChild) {
    open.push(open.at(-1).lastElementChild.appendChild(make()));
  }
  open.at(-1).append(item);
}

function arrangeTables(body) {
  for (const table of body.querySelectorAll("table")) {
    if (isLayout(table)) rename(table, "div");
    else arrangeTable(table);
  }
}

// Tables that only place things: around a picture, around other tables, around a single cell.
function isLayout(table) {
  if (table.matches("[role=presentation], [role=none], .tr-caption-container, :has(table)")) return true;
  return [...table.querySelectorAll("td, th")].filter((cell) => cell.textContent.trim()).length < 2;
}

function arrangeTable(table) {
  for (const cell of table.querySelectorAll("thead td, [role=columnheader], [role=rowheader]")) {
    if (cell.localName === "td") rename(cell, "th");
  }
  const rows = [...table.rows];
  clipSpans(rows);
  const isStrong = (row) => row.textContent.trim() && [...row.cells].every(strongAlone);
  if (isStrong(rows[0]) && !rows.slice(1).every(isStrong)) {
    for (const cell of rows[0].querySelectorAll("td")) rename(cell, "th");
  }
  part(table);
}

// The first rows, as far as all their cells are headers, are the head.
function part(table) {
  const rows = [...table.rows];
  const caption = table.querySelector("caption");
  const isHead = (row) => [...row.cells].every((cell) => cell.localName === "th");
  const body = rows.findIndex((row) => !isHead(row));
  const split = body < 0 ? (table.tHead ? rows.length : 0) : body;
  table.replaceChildren(
    ...(caption?.textContent.trim() ? [caption] : []),
    section(table, "thead", rows.slice(0, split)),
    section(table, "tbody", rows.slice(split)),
  );
}

// No cell reaches beyond its part of the table: the editor would fill the rest with empty ones.
function clipSpans(rows) {
  const widest = Math.max(...rows.map((row) => row.cells.length));
  for (const row of rows) {
    const left = row.parentElement.rows.length - row.sectionRowIndex;
    for (const cell of row.cells) {
      setSpan(cell, "colspan", Math.min(cell.colSpan, widest));
      setSpan(cell, "rowspan", Math.min(cell.rowSpan, left));
    }
  }
}

function setSpan(cell, name, span) {
  if (span > 1) cell.setAttribute(name, span);
  else cell.removeAttribute(name);
}

function strongAlone(cell) {
  const strong = [...cell.querySelectorAll("strong")].map((words) => words.textContent).join("");
  return strong.replace(/\s/g, "") === cell.textContent.replace(/\s/g, "");
}

function section(table, name, rows) {
  const made = table.ownerDocument.createElement(name);
  made.append(...rows);
  for (const cell of made.querySelectorAll("th")) {
    if (cell.scope) continue; // one of the four that there are
    if (name === "thead") cell.scope = "col";
    else if (cell.previousElementSibling) cell.removeAttribute("scope");
    else cell.scope = "row";
  }
  return rows.length ? made : "";
}

// Links lead where they say: not by way of those who count clicks, and nowhere that is no address.
const WAYS = [
  [/^(www\.)?google\.[a-z.]+$/, ["q", "url"]],
  [/\.safelinks\.protection\.outlook\.com$/, ["url"]],
  [/^lm?\.facebook\.com$/, ["u"]],
];

function mendLink(link) {
  const href = address(link.getAttribute("href") ?? "");
  if (href) link.setAttribute("href", href);
  else unwrap(link);
}

function address(given) {
  const url = URL.parse(given.replaceAll(MUTE, ""));
  if (!url || !/^(https?|mailto|tel):$/.test(url.protocol)) return "";
  const [, names] = WAYS.find(([host]) => host.test(url.hostname)) ?? [];
  const led = names?.map((name) => url.searchParams.get(name)).find((to) => /^https?:\/\//.test(to ?? ""));
  if (led && led !== given) return address(led);
  if (url.origin === location.origin) return url.pathname + url.search + url.hash;
  return /[\s"<>`\\^{|}]/.test(given) ? url.href : given;
}

// Words: an empty line ends a paragraph, a mark stands within one, and within no other of its kind.
function arrangeWords(body) {
  for (const line of body.querySelectorAll("pre br")) line.replaceWith("\n");
  for (const line of body.querySelectorAll("br")) {
    const next = following(line);
    if (next?.localName === "br") line.replaceWith(line.ownerDocument.createElement("div"));
    else if (isBlock(line.previousSibling ?? {}) || isBlock(next ?? {})) line.remove();
  }
  for (const mark of [...body.querySelectorAll(MARK)].reverse()) if (mark.querySelector(BLOCK)) spread(mark, mark);
  for (const mark of body.querySelectorAll(MARK)) {
    const isAgain = mark.parentElement.closest(mark.localName);
    const isShown = mark.localName === "strong" && mark.closest("h2, h3, h4, th");
    if (isAgain || isShown || !mark.textContent.trim()) unwrap(mark);
  }
}

function following(line) {
  let next = line.nextSibling;
  while (next?.nodeType === Node.TEXT_NODE && !next.data.trim()) next = next.nextSibling;
  return next;
}

function spread(mark, box) {
  let run = null;
  for (const child of [...box.childNodes]) {
    if (holdsBlocks(child)) {
      run = null;
      spread(mark, child);
    } else {
      if (!run) child.before((run = mark.cloneNode(false)));
      run.append(child);
    }
  }
  if (box === mark) unwrap(mark);
}

// The blocks that a box holds, none of them empty: what stands loose in it becomes paragraphs.
function flow(box) {
  const made = [];
  let open = null;
  for (const node of [...box.childNodes]) {
    if (isBlock(node)) {
      open = null;
      made.push(...settled(node));
    } else {
      if (!open) made.push((open = box.ownerDocument.createElement("p")));
      open.append(node);
    }
  }
  for (const block of made) if (block.matches("p")) space(block);
  return made.filter((block) => block.matches("hr") || block.textContent.trim());
}

function settled(block) {
  const settle = SETTLED[block.localName];
  if (!settle) return flow(block);
  settle(block);
  return [block];
}

const SETTLED = {
  ...{ h2: settleHeading, h3: settleHeading, h4: settleHeading, caption: settleHeading },
  ...{ ul: settleList, ol: settleList, table: settleTable },
  blockquote: (quote) => quote.replaceChildren(...flow(quote)),
  hr: () => {},
  pre: (pre) => pre.querySelectorAll(BLOCK).forEach(unwrap),
};

function settleHeading(heading) {
  heading.querySelectorAll("br").forEach((line) => line.replaceWith(" "));
  heading.querySelectorAll(BLOCK).forEach(unwrap);
  space(heading);
}

function settleList(list) {
  for (const item of [...list.childNodes]) {
    if (item.localName !== "li") item.remove();
    else settleItem(item);
    if (item.localName === "li" && !item.textContent.trim()) item.remove();
  }
}

function settleTable(table) {
  table.querySelectorAll("caption").forEach(settleHeading);
  table.querySelectorAll("td, th").forEach(settleItem);
}

function settleItem(item) {
  item.replaceChildren(...flow(item));
  bare(item);
}

// A single paragraph of an item or a cell needs no element.
function bare(item) {
  const paragraphs = item.querySelectorAll(":scope > p");
  if (paragraphs.length === 1 && paragraphs[0] === item.firstElementChild) unwrap(paragraphs[0]);
}

const HAN = "[\\p{Script=Han}，。、；：？！“”（）《》]";
const LINE_IN_HAN = new RegExp(`(?<=${HAN})[ \\t]*\\r?\\n\\s*(?=${HAN})`, "gu");

// Spaces that only part words: one each, none at the ends. One that does not break stays beside a number.
function space(block) {
  let last = null;
  for (const node of nodes(block, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)) {
    if (node.localName === "br") {
      if (last) last.data = last.data.trimEnd();
      else node.remove();
      last = null;
    } else if (node.nodeType === Node.TEXT_NODE) {
      const words = spaced(node.data);
      node.data = !last || /\s$/.test(last.data) ? words.trimStart() : words;
      if (node.data) last = node;
    }
  }
  if (last) last.data = last.data.trimEnd();
  while (block.lastChild?.localName === "br") block.lastChild.remove();
}

function spaced(words) {
  return words
    .replace(/[\u00ad\u200b\ufeff]/g, "")
    .replace(LINE_IN_HAN, "")
    .replace(/\s{2,}|[\t\n\f\r]/g, " ")
    .replace(/(?<!\d)\u00a0(?!\d)/g, " ");
}

// Plain text: an empty line parts paragraphs; a line that ends early was meant to end there.
const WRAPPED = 50;

function written(text, $context, _isPlain, view) {
  const { schema } = view.state;
  const lines = text.replace(/\r\n?/g, "\n");
  const marks = $context.marks();
  const words = (line) => (line ? [schema.text(line, marks)] : []);
  if ($context.parent.type.spec.whitespace === "pre") return new Slice(Fragment.from(words(lines)), 0, 0);
  const paragraphs = lines.split(/\n(?:[^\S\n]*\n)+/).filter((paragraph) => paragraph.trim());
  const made = paragraphs.map((paragraph) => schema.nodes.paragraph.create(null, joined(paragraph, schema, words)));
  return Slice.maxOpen(Fragment.from(made));
}

function joined(paragraph, schema, words) {
  const lines = paragraph.trim().split("\n").map(spaced).map((line) => line.trim());
  const isWrapped = lines.length > 1 && lines.slice(0, -1).every((line) => line.length >= WRAPPED);
  if (isWrapped) return words(spaced(lines.join("\n")));
  return lines.flatMap((line, index) => [...(index ? [schema.nodes.hardBreak.create()] : []), ...words(line)]);
}

// Whole blocks take the place of the empty paragraph that they are pasted into.
function inPlaceOfNothing(view, _event, { content }) {
  const { $from, empty } = view.state.selection;
  const { type, childCount } = $from.parent;
  const isNothing = empty && $from.depth === 1 && type.name === "paragraph" && !childCount;
  const { firstChild } = content;
  if (!isNothing || !firstChild || firstChild.isLeaf || firstChild.type === type) return false;
  const { tr } = view.state;
  tr.replaceRange($from.before(), $from.after(), new Slice(content, 0, 0));
  view.dispatch(tr.setMeta("paste", true).setMeta("uiEvent", "paste").scrollIntoView());
  return true;
}
