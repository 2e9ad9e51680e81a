// The writing desk says whether all is saved and how long the text is; leaving with unsaved text asks first.
const form = document.getElementById("article_form");
const kept = document.querySelector("[data-kept]");
const length = document.querySelector("[data-length]");
const HAN = /[\u3400-\u9fff]/g;
const WORD = /[\p{L}\p{N}]+(?:[’'-][\p{L}\p{N}]+)*/gu;
let changed = false;

function change() {
  if (!changed) kept.textContent = kept.dataset.changed;
  changed = true;
}

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
  for (const name of ["input", "change", "formset:added", "formset:removed"]) form.addEventListener(name, change);
  window.django.jQuery(form).on("select2:select select2:unselect", change); // which jQuery tells to nobody else
  form.addEventListener("input", countSoon);
  form.addEventListener("submit", () => {
    changed = false;
  });
  addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
  document.querySelector("label[for=id_body]")?.addEventListener("click", () => {
    document.querySelector(".tiptap")?.focus();
  });
}
