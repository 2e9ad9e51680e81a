// A story is dragged to another day: its own form, which works without this, says where to.
const month = document.querySelector("[data-month]");
let dragged = null;

function mark(day) {
  for (const other of month.querySelectorAll(".over")) other.classList.remove("over");
  day?.classList.add("over");
}

function form(story) {
  return story.querySelector(".plan form");
}

for (const story of month.querySelectorAll("[data-story]")) story.draggable = Boolean(form(story));

month.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-story][draggable=true]") ?? null;
  if (dragged) event.dataTransfer.effectAllowed = "move";
});

month.addEventListener("dragover", (event) => {
  const day = event.target.closest("[data-day]");
  if (!dragged || !day) return;
  event.preventDefault();
  mark(day);
});

month.addEventListener("dragend", () => {
  dragged = null;
  mark(null);
});

month.addEventListener("drop", (event) => {
  const day = event.target.closest("[data-day]");
  if (!dragged || !day) return;
  event.preventDefault();
  const moved = form(dragged);
  if (day.contains(dragged)) return;
  moved.elements.day.value = day.dataset.day;
  moved.requestSubmit();
});
