// The dialogs of the writing surface: a link to anywhere or to a page of ours, and the records that a text prints.
// Each looks for what is typed at the site, which answers with what this person may see.
import { Extension, getMarkRange } from "django-prose-editor/editor";

const WAIT_MS = 150;
const ADDRESS = /^(https?:\/\/|mailto:|tel:|\/(?!\/)|#)/i;
const HOST = /^[\w-]+(\.[\w-]+)+(\/|$)/;

export const Picker = Extension.create({
  name: "picker",
  addOptions: () => ({ addresses: {}, add: {}, words: {} }),
  addStorage() {
    return { isOffered: (kind) => kind in this.options.addresses };
  },
  addCommands() {
    const { options } = this;
    return {
      pickLink: () => ({ editor }) => opened(() => link(editor, options)),
      pickRecord: (kind) => ({ editor }) => opened(() => (kind === "figure" ? figure : block)(editor, options, kind)),
    };
  },
});

// The command itself changes nothing: what is chosen does, later.
function opened(ask) {
  setTimeout(ask);
  return true;
}

async function link(editor, options) {
  const { href } = editor.getAttributes("link");
  const { words } = options;
  const check = (typed) => typed.trim() && !addressed(typed) && words.noAddress;
  const fields = { address: { label: words.address, value: href ?? "", check, own: "url" } };
  const given = await ask(editor, { options, kind: "link", title: words.link, submit: words.set, fields });
  if (!given) return;
  const chosen = editor.chain().focus().extendMarkRange("link");
  const to = addressed(given.values.address);
  if (!to) chosen.unsetLink().run();
  else if (href || !editor.state.selection.empty) chosen.setLink({ href: to }).run();
  else insertMarked(editor, given.row?.name ?? to, "link", { href: to });
}

// An address as it is stored: one that begins with a host has its scheme left out.
function addressed(typed) {
  const text = typed.trim();
  if (ADDRESS.test(text)) return text;
  return HOST.test(text) ? `https://${text}` : "";
}

function insertMarked(editor, text, name, attrs) {
  const marks = [{ type: name, attrs }];
  editor.chain().focus().insertContent({ type: "text", text, marks }).unsetMark(name).run();
}

async function figure(editor, options, kind) {
  const { words } = options;
  const id = editor.getAttributes("printed").figure;
  const given = await ask(editor, { options, kind, title: words.figure, remove: id && words.noFigure });
  if (!given) return;
  const { selection, schema } = editor.state;
  const range = id && getMarkRange(selection.$from, schema.marks.printed);
  const chosen = editor.chain().focus();
  if (range) chosen.setTextSelection(range);
  if (given.isRemoved) return chosen.unsetMark("printed").run();
  remember(editor, kind, given.row);
  const attrs = { figure: String(given.row.id) };
  if (range || !selection.empty) chosen.unsetMark("printed").setMark("printed", attrs).run();
  else insertMarked(editor, given.row.name, "printed", attrs);
}

async function block(editor, options, kind) {
  const { words } = options;
  const { node } = editor.state.selection;
  const old = node?.type.name === "reference" ? editor.storage.reference.referred(node.attrs.html) : null;
  const current = old?.kind === kind ? { id: old.id, ...editor.storage.records.told[`${kind}-${old.id}`] } : null;
  const fields = kind === "image" ? pictureFields(words, old) : {};
  const given = await ask(editor, { options, kind, title: words[kind], fields, current });
  if (!given) return;
  remember(editor, kind, given.row);
  const html = kind === "image" ? pictureHtml(given, old) : `<div data-${kind}="${given.row.id}"></div>`;
  put(editor, html, current);
}

function pictureFields(words, old) {
  return {
    caption: { label: words.caption, value: old?.caption ?? "", own: "caption" },
    alt: { label: words.alt, value: old?.alt ?? "", own: "alt", most: 500 },
    decorative: { label: words.decorative, value: old?.alt === "", box: true },
    credit: { label: words.credit, value: old?.credit ?? "", own: "credit", most: 200 },
  };
}

// A caption that was not touched keeps its emphasis and links.
function pictureHtml({ row, values }, old) {
  const made = document.createElement("figure");
  made.dataset.image = row.id;
  const alt = values.alt.trim();
  if (values.decorative || alt) made.dataset.alt = values.decorative ? "" : alt;
  if (values.credit.trim()) made.dataset.credit = values.credit.trim();
  const caption = values.caption.trim();
  if (old && caption === old.caption) {
    made.append(...new DOMParser().parseFromString(old.captionHtml, "text/html").body.childNodes);
  } else if (caption) {
    made.append(element("figcaption", {}, caption));
  }
  return made.outerHTML;
}

function remember(editor, kind, row) {
  editor.storage.records.told[`${kind}-${row.id}`] = row;
}

// In the place of the one that is chosen, of an empty paragraph, or below the block with the cursor.
function put(editor, html, current) {
  const { selection, doc } = editor.state;
  const { $from } = selection;
  const node = { type: "reference", attrs: { html } };
  const outer = $from.depth ? { from: $from.before(1), to: $from.after(1) } : selection;
  const isEmpty = $from.depth === 1 && $from.parent.childCount === 0;
  const range = current || isEmpty ? { from: current ? selection.from : outer.from, to: outer.to } : outer.to;
  const chosen = editor.chain().focus();
  const isLast = outer.to === doc.content.size;
  chosen.insertContentAt(range, isLast && !current ? [node, { type: "paragraph" }] : node);
  const at = typeof range === "number" ? range : range.from;
  (current ? chosen.setNodeSelection(at) : chosen.setTextSelection(at + 2)).run();
}

// Opens a dialog; tells which row was chosen and what stands in the fields, or nothing.
function ask(editor, asked) {
  return new Promise((resolve) => new Asking(editor, asked, resolve).open());
}

let dialogs = 0;

class Asking {
  constructor(editor, { options, kind, title, submit, fields = {}, current = null, remove = "" }, resolve) {
    const { words, addresses, add } = options;
    Object.assign(this, { editor, words, kind, title, fields, resolve, row: current, rows: [], place: -1 });
    this.id = `picker-${(dialogs += 1)}`;
    this.address = addresses[kind];
    this.inputs = inputs(fields, this.id);
    this.search = element("input", { id: `${this.id}-search`, type: "text", ...COMBOBOX, "aria-controls": `${this.id}-list` });
    this.list = element("ul", { id: `${this.id}-list`, role: "listbox", "aria-label": title });
    this.said = element("p", { class: "picker-said", role: "status" });
    this.ok = element("button", { type: "submit", class: "button default" }, submit ?? words.insert);
    this.away = element("button", { type: "button", class: "button" }, remove);
    this.form = this.laidOut(add[kind]);
    this.dialog = element("dialog", { class: "picker", "aria-labelledby": this.id }, this.form);
  }

  get isLink() {
    return this.kind === "link";
  }

  laidOut(addAddress) {
    const { words, search, list, said, isLink } = this;
    const label = element("label", { for: search.id }, isLink ? words.find : words.search);
    const finding = this.address ? [label, search, list, said] : [];
    const fields = Object.values(this.inputs).map((input) => field(input, this.fields[input.name].label));
    const cancel = element("button", { type: "button", class: "button" }, words.cancel);
    cancel.addEventListener("click", () => this.dialog.close());
    const away = this.away.textContent ? [this.away] : [];
    const other = addAddress ? [element("a", { href: addAddress, target: "_blank", rel: "noopener" }, words.add)] : [];
    return element(
      "form",
      { method: "dialog", novalidate: "" },
      element("h2", { id: this.id }, this.title),
      ...(isLink ? [...fields, ...finding] : [...finding, ...fields]),
      element("p", { class: "picker-buttons" }, this.ok, cancel, ...away, ...other),
    );
  }

  open() {
    this.listen();
    document.body.append(this.dialog);
    this.dialog.showModal();
    if (this.row) this.choose(this.row);
    const { address } = this.inputs;
    (address?.value || !this.address ? address : this.search).focus();
    if (this.address) this.find();
  }

  listen() {
    const { search, list, form, dialog, inputs: { alt, decorative } } = this;
    search.addEventListener("input", () => this.typed());
    search.addEventListener("keydown", (event) => this.pressed(event));
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the search keeps the focus
    list.addEventListener("click", (event) => this.pick([...list.children].indexOf(event.target.closest("li"))));
    form.addEventListener("submit", (event) => this.submit(event));
    this.away.addEventListener("click", () => this.answer({ isRemoved: true }));
    dialog.addEventListener("close", () => this.closed());
    const described = () => {
      alt.disabled = decorative.checked;
    };
    decorative?.addEventListener("change", described);
    if (decorative) described();
  }

  typed() {
    clearTimeout(this.timer);
    const { search, inputs: { address } } = this;
    if (address && ADDRESS.test(search.value)) {
      [address.value, search.value] = [search.value, ""];
      address.focus();
    } else {
      this.timer = setTimeout(() => this.find(), WAIT_MS);
    }
  }

  async find() {
    this.asking?.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    const language = this.editor.view.dom.closest("form")?.elements.language?.value ?? "";
    const asked = new URLSearchParams({ term: this.search.value, language });
    const answer = await fetch(`${this.address}?${asked}`, { signal }).then(found, () => null);
    if (signal.aborted) return;
    if (answer) this.show(answer.found);
    else this.said.textContent = this.words.unheard;
  }

  show(rows) {
    this.rows = rows;
    this.list.replaceChildren(...rows.map((row, place) => option(row, `${this.list.id}-${place}`)));
    this.search.setAttribute("aria-expanded", String(rows.length > 0));
    if (!rows.length) this.said.textContent = this.words.nothing;
    else if (!this.row) this.said.textContent = "";
    this.point(rows.length && this.search.value.trim() ? 0 : -1);
  }

  point(place) {
    this.place = place;
    [...this.list.children].forEach((item, here) => item.setAttribute("aria-selected", String(here === place)));
    const item = this.list.children[place];
    item?.scrollIntoView({ block: "nearest" });
    if (item) this.search.setAttribute("aria-activedescendant", item.id);
    else this.search.removeAttribute("aria-activedescendant");
  }

  pressed(event) {
    const last = this.rows.length - 1;
    const { place } = this;
    const to = { ArrowDown: place < last ? place + 1 : 0, ArrowUp: place > 0 ? place - 1 : last }[event.key];
    if (event.isComposing || (to === undefined && event.key !== "Enter")) return;
    event.preventDefault();
    if (to === undefined) this.pick(place);
    else if (last >= 0) this.point(to);
  }

  // A page is an address, and a picture is then described; any other record is all that was asked for.
  pick(place) {
    const row = this.rows[place];
    if (!row) return;
    this.choose(row);
    const { caption } = this.inputs;
    if (caption) caption.focus();
    else if (this.isLink) this.ok.focus();
    else this.form.requestSubmit();
  }

  choose(row) {
    this.row = row;
    if (this.isLink) this.inputs.address.value = row.url;
    for (const input of Object.values(this.inputs)) input.placeholder = row[this.fields[input.name].own] ?? "";
    this.said.replaceChildren(element("b", {}, this.words.chosen), ` ${row.name}`);
  }

  submit(event) {
    event.preventDefault();
    const inputs = Object.values(this.inputs);
    for (const input of inputs) input.setCustomValidity(this.fields[input.name].check?.(input.value) || "");
    if (!this.form.reportValidity()) return;
    if (!this.isLink && !this.row) {
      this.said.textContent = this.words.choose;
      this.search.focus();
      return;
    }
    const values = inputs.map((input) => [input.name, input.type === "checkbox" ? input.checked : input.value]);
    this.answer({ row: this.row, values: Object.fromEntries(values) });
  }

  answer(given) {
    this.resolve(given);
    this.dialog.close();
  }

  closed() {
    this.resolve(null);
    this.asking?.abort();
    clearTimeout(this.timer);
    this.dialog.remove();
    this.editor.view.focus();
  }
}

async function found(response) {
  return response.ok && response.headers.get("Content-Type")?.includes("json") ? response.json() : null;
}

const COMBOBOX = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", autocomplete: "off" };

function inputs(fields, id) {
  return Object.fromEntries(
    Object.entries(fields).map(([name, { value, box, most }]) => {
      const input = element("input", { id: `${id}-${name}`, name, type: box ? "checkbox" : "text", maxlength: most });
      if (box) input.checked = value;
      else input.value = value;
      return [name, input];
    }),
  );
}

function field(input, label) {
  const parts = [element("label", { for: input.id }, label), input];
  return element("div", { class: "picker-field" }, ...(input.type === "checkbox" ? parts.reverse() : parts));
}

function option({ name, kind, line, look }, id) {
  const picture = look ? [element("img", { src: look, alt: "", loading: "lazy" })] : [];
  const mark = kind ? [element("b", { class: "reference-kind" }, kind), " "] : [];
  const words = element("span", {}, ...mark, name, element("span", { class: "reference-line" }, line));
  return element("li", { role: "option", id, "aria-selected": "false" }, ...picture, words);
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}
