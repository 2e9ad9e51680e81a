// The writing desk says how long the text is, and its name leads into it.
const form = document.getElementById("article_form");
const length = document.querySelector("[data-length]");
const HAN = /[\u3400-\u9fff]/g;
const WORD = /[\p{L}\p{N}]+(?:[’'-][\p{L}\p{N}]+)*/gu;

function count() {
  const body = new DOMParser().parseFromString(form.elements.body.value.replaceAll("<", " <"), "text/html");
  const text = `${form.elements.points.value} ${body.body.textContent}`;
  const han = text.match(HAN)?.length ?? 0;
  const latin = text.replace(HAN, " ").match(WORD)?.length ?? 0;
  const minutes = Math.max(1, Math.round(latin / 220 + han / 400));
  length.textContent = length.dataset.words.replace("%n", han + latin).replace("%m", minutes);
}

let waiting;
function countSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(count, 500);
}

if (form?.elements.body) {
  form.addEventListener("input", countSoon);
  document.querySelector("label[for=id_body]")?.addEventListener("click", () => {
    document.querySelector(".tiptap")?.focus();
  });
}
