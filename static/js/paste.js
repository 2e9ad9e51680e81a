// What comes from Google Docs and Word, made plain before the editor reads it. The page's policy hides style
// attributes from the parser, and these two say everything by them.
import { Extension, Plugin } from "django-prose-editor/editor";

export const Paste = Extension.create({
  name: "pasteFromElsewhere",
  addProseMirrorPlugins: () => [new Plugin({ props: { transformPastedHTML: plain } })],
});

function plain(html) {
  if (html.includes("data-pm-slice")) return html; // copied in an editor of ours
  const { body } = new DOMParser().parseFromString(html.replace(/\sstyle=/gi, " data-style="), "text/html");
  for (const picture of body.querySelectorAll("img, picture, svg, o\\:p")) picture.remove();
  for (const wrapper of body.querySelectorAll("b[id^=docs-internal-guid]")) unwrap(wrapper);
  for (const span of body.querySelectorAll("span")) mean(span);
  for (const paragraph of body.querySelectorAll("li > p:only-child")) unwrap(paragraph);
  listItems(body);
  return body.innerHTML;
}

const MEANT = [
  ["strong", /font-weight:\s*(bold|[6-9]00)/],
  ["em", /font-style:\s*italic/],
  ["sup", /vertical-align:\s*super/],
  ["sub", /vertical-align:\s*sub(?!\w)/],
];

function mean(span) {
  const style = span.dataset.style ?? "";
  if (/mso-list:\s*ignore/i.test(style)) return takeMarker(span);
  for (const [name, meaning] of MEANT) {
    if (!meaning.test(style)) continue;
    const around = document.createElement(name);
    span.replaceWith(around);
    around.append(span);
  }
  unwrap(span);
}

// Word's own bullet or number: it only tells which of the two the list is.
function takeMarker(span) {
  span.closest("p")?.setAttribute("data-marker", span.textContent.trim());
  span.remove();
}

function unwrap(element) {
  element.replaceWith(...element.childNodes);
}

// Word writes the items of a list as paragraphs that say their level: "mso-list: l0 level2 lfo1".
function listItems(body) {
  let lists = [];
  let previous = null;
  for (const paragraph of body.querySelectorAll("p")) {
    const level = Number(/mso-list:[^;]*level(\d)/i.exec(paragraph.dataset.style ?? "")?.[1] ?? 0);
    if (level === 0) continue;
    if (paragraph.previousElementSibling !== previous) lists = [];
    const item = document.createElement("li");
    item.append(...paragraph.childNodes);
    lists = placed(lists, level, item, paragraph);
    [previous] = lists;
  }
}

function placed(lists, level, item, paragraph) {
  const open = lists.slice(0, level);
  const name = /^\(?\w{1,3}[.)]/.test(paragraph.dataset.marker ?? "") ? "ol" : "ul";
  if (open.length === 0) {
    open.push(document.createElement(name));
    paragraph.replaceWith(open[0]);
  } else {
    paragraph.remove();
  }
  while (open.length < level && open.at(-1).lastElementChild) {
    open.push(open.at(-1).lastElementChild.appendChild(document.createElement(name)));
  }
  open.at(-1).append(item);
  return open;
}
