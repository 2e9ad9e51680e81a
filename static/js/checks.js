// A line of "Before it goes out" leads to its place: in the editor to the words that it names, else to its field.
const BODY = "id_body";

// The range of the first occurrence of words in an element, which may lie in several of its text nodes.
function rangeOf(root, words) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let text = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    nodes.push({ node, start: text.length });
    text += node.data;
  }
  const start = words ? text.indexOf(words) : -1;
  if (start < 0) return null;
  const at = (place) => nodes.findLast((one) => one.start <= place);
  const [first, last] = [at(start), at(start + words.length - 1)];
  const range = document.createRange();
  range.setStart(first.node, start - first.start);
  range.setEnd(last.node, start + words.length - last.start);
  return range;
}

function goToText(editor, words) {
  const range = rangeOf(editor, words);
  editor.focus({ preventScroll: true });
  if (range) getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  const place = range?.startContainer.parentElement ?? editor;
  place.scrollIntoView({ block: range ? "center" : "start" });
}

function go(id, words) {
  const editor = id === BODY && document.querySelector(".tiptap");
  if (editor) goToText(editor, words);
  else if (id) document.getElementById(id)?.focus({ preventScroll: true });
  return Boolean(editor);
}

document.querySelector(".checks")?.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (!link) return;
  const { hash, dataset } = link;
  if (go(hash.slice(1), dataset.find)) event.preventDefault();
});

// From the page of a step: the editor is made once all scripts have run.
addEventListener("load", () => go(location.hash.slice(1), ""));
