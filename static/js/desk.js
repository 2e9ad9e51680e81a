// For every page of the desk: the stock fields that look things up get their names.

// The field that select2 puts in a select's place says what is chosen, and not what for.
function name(select) {
  const label = document.querySelector(`label[for="${select.id}"]`);
  const shown = select.nextElementSibling?.querySelector(".select2-selection");
  if (!label || !shown) return;
  label.id ||= `${select.id}-label`;
  const chosen = shown.querySelector(".select2-selection__rendered[id]");
  shown.setAttribute("aria-labelledby", [label.id, chosen?.id].filter(Boolean).join(" "));
  for (const field of shown.querySelectorAll("[role=textbox], [role=searchbox]")) {
    field.setAttribute("aria-labelledby", label.id);
  }
}

// A moment is two fields, of which the stock markup names neither.
function nameMoment(moment) {
  const label = moment.closest(".form-row, .row-fields > div")?.querySelector("label");
  for (const field of moment.querySelectorAll("input")) {
    field.ariaLabel = `${label?.textContent ?? ""} ${field.previousSibling?.textContent ?? ""}`.trim();
  }
}

function nameAll() {
  document.querySelectorAll(".admin-autocomplete").forEach(name);
  document.querySelectorAll(".datetime").forEach(nameMoment);
}

// Its button that clears all choices would stand as no item in the list of items.
for (const select of document.querySelectorAll(".admin-autocomplete[multiple]")) select.dataset.allowClear = "false";

window.django?.jQuery?.(() => setTimeout(nameAll)); // after the stock script has made them
document.addEventListener("formset:added", () => setTimeout(nameAll));
