// For every page of the desk: "/" goes to the search box, and the stock fields that look things up get their names.
const search = document.getElementById("desk-search");

addEventListener("keydown", (event) => {
  const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || writing || event.ctrlKey || event.metaKey || event.altKey || !search) return;
  event.preventDefault();
  search.focus();
});

// The field that select2 puts in a select's place says what is chosen, and not what for.
function name(select) {
  const label = document.querySelector(`label[for="${select.id}"]`);
  const shown = select.nextElementSibling?.querySelector(".select2-selection");
  if (!label || !shown) return;
  label.id ||= `${select.id}-label`;
  const chosen = shown.querySelector(".select2-selection__rendered[id]");
  shown.setAttribute("aria-labelledby", [label.id, chosen?.id].filter(Boolean).join(" "));
  for (const field of shown.querySelectorAll(".select2-search__field")) {
    field.setAttribute("aria-labelledby", label.id);
  }
}

const nameAll = () => document.querySelectorAll(".admin-autocomplete").forEach(name);

window.django?.jQuery?.(() => setTimeout(nameAll)); // after the stock script has made them
document.addEventListener("formset:added", () => setTimeout(nameAll));
