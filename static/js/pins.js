// Arranging the front page: an article is dragged to a place, or its place is chosen, and the others give way at once.
const list = document.querySelector("[data-places]");
const slots = [...list.children];
const said = document.querySelector("[data-said]");
const unsaved = document.querySelector("[data-unsaved]");
let moving = null;

const pinIn = (slot) => slot.querySelector(".pin");
const select = (pin) => pin.querySelector("select[name$='-place']");

// As the server does it: who was moved has his place, and each of the others the next that is free.
function move(pin, place) {
  const others = slots.map(pinIn).filter((other) => other && other !== pin);
  const at = new Map(others.map((other) => [other, slots.indexOf(other.closest("li"))]));
  const taken = new Map([[place, pin]]);
  for (const other of others) {
    const after = [...slots.keys()];
    taken.set([...after.slice(at.get(other)), ...after].find((free) => !taken.has(free)), other);
  }
  for (const [number, placed] of taken) {
    if (placed.parentElement !== slots[number]) slots[number].append(placed);
    select(placed).value = number;
  }
  unsaved.hidden = false;
  const headline = pin.querySelector(".what").textContent;
  said.textContent = list.dataset.moved.replace("%s", headline).replace("%p", slots[place].dataset.name);
}

function prepare(pin) {
  pin.draggable = true;
  pin.addEventListener("dragstart", (event) => {
    moving = pin;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    pin.classList.add("moving");
  });
  pin.addEventListener("dragend", () => {
    pin.classList.remove("moving");
    moving = null;
  });
  select(pin).addEventListener("change", (event) => {
    move(pin, Number(event.target.value));
    event.target.focus();
  });
}

slots.map(pinIn).filter(Boolean).forEach(prepare);

slots.forEach((slot, place) => {
  slot.addEventListener("dragover", (event) => {
    if (!moving) return;
    event.preventDefault();
    slot.classList.add("over");
  });
  slot.addEventListener("dragleave", (event) => {
    if (!slot.contains(event.relatedTarget)) slot.classList.remove("over");
  });
  slot.addEventListener("drop", (event) => {
    slot.classList.remove("over");
    if (!moving) return;
    event.preventDefault();
    move(moving, place);
  });
});

list.addEventListener("input", () => (unsaved.hidden = false));

// With a script the preview stands below the form; without one it opens in a tab of its own.
const frame = document.querySelector("iframe[name='front-preview']");
for (const button of document.querySelectorAll("[data-look]")) {
  button.formTarget = frame.name;
  button.addEventListener("click", () => {
    frame.hidden = false;
    frame.scrollIntoView({ block: "nearest" });
  });
}
