// What comes from Google Docs and Word, made plain before the editor reads it. The page's policy hides style
// attributes from the parser, and these two say everything by them.
import { Extension, Plugin } from "django-prose-editor/editor";

export const Paste = Extension.create({
  name: "pasteFromElsewhere",
  addProseMirrorPlugins: () => [new Plugin({ props: { transformPastedHTML: plain } })],
});

function plain(html) {
  if (html.includes("data-pm-slice")) return html; // copied in an editor of ours
  const { body } = new DOMParser().parseFromString(html.replace(/<[a-z][^>]*>/gi, unheard), "text/html");
  for (const picture of body.querySelectorAll("img, picture, svg, o\\:p")) picture.remove();
  for (const wrapper of body.querySelectorAll("b[id^=docs-internal-guid]")) unwrap(wrapper);
  for (const span of body.querySelectorAll("span")) mean(span);
  for (const paragraph of body.querySelectorAll("li > p:only-child")) unwrap(paragraph);
  listItems(body);
  return body.innerHTML;
}

// Style attributes are read under another name; what would run is not even complained of.
function unheard(tag) {
  return tag.replace(/\s(style|on[a-z]+)\s*=/gi, " data-$1=");
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

// Word writes the items of a list as paragraphs that say which list and level: "mso-list: l0 level2 lfo1".
function listItems(body) {
  let lists = [];
  let last = null;
  for (const paragraph of body.querySelectorAll("p")) {
    const found = /mso-list:\s*(l\d+)\s+level(\d)/i.exec(paragraph.dataset.style ?? "");
    if (!found) continue;
    if (paragraph.previousElementSibling !== lists[0] || found[1] !== last) lists = [];
    [, last] = found;
    const item = document.createElement("li");
    item.append(...paragraph.childNodes);
    lists = placed(lists, Number(found[2]), item, paragraph);
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
