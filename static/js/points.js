// The main points as a list, one field a point. The field of lines stays what is sent, and is kept in step.
const field = document.getElementById("id_points");

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

function enhance() {
  const label = document.querySelector("label[for=id_points]");
  const list = element("ol", { class: "point-list" });
  const help = document.getElementById("id_points_helptext");
  const add = button("＋", () => insert(list.children.length));
  add.append(` ${field.dataset.add}`);
  field.after(list, element("p", { class: "point-add" }, add));
  field.hidden = true;
  if (help) help.textContent = field.dataset.help;
  show(lines());
  field.addEventListener("input", () => same() || show(lines())); // from elsewhere: text that was kept, the other's
  field.addEventListener("change", () => same() || show(lines()));

  function lines() {
    const found = field.value.split("\n").filter((line) => line.trim());
    return found.length ? found : [""];
  }

  function points() {
    return [...list.querySelectorAll("textarea")];
  }

  function same() {
    const written = points().map((point) => point.value.trim()).filter(Boolean).join("\n");
    return written === lines().filter(Boolean).join("\n");
  }

  function show(texts) {
    list.replaceChildren(...texts.map(item));
    name();
  }

  function item(text) {
    const point = element("textarea", { rows: "1" });
    point.value = text;
    if (field.lang) point.lang = field.lang;
    const place = () => points().indexOf(point);
    point.addEventListener("input", () => {
      if (point.value.includes("\n")) spread(point);
      keep();
    });
    point.addEventListener("keydown", (event) => press(event, point));
    const up = button("↑", () => move(place(), -1), "up");
    const down = button("↓", () => move(place(), 1), "down");
    const remove = button("×", () => take(place()), "remove");
    return element("li", {}, point, element("span", { class: "point-tools" }, up, down, remove));
  }

  function button(sign, act, does = "") {
    const made = element("button", { type: "button", "data-does": does }, sign);
    made.addEventListener("click", act);
    return made;
  }

  // What each is called tells its place, which changes.
  function name() {
    points().forEach((point, place) => {
      const named = (words) => words.replace("%n", place + 1);
      point.id = `id_points-${place}`;
      point.ariaLabel = named(field.dataset.point);
      for (const tool of point.nextElementSibling.children) {
        tool.ariaLabel = named(field.dataset[tool.dataset.does]);
        tool.disabled = { up: place === 0, down: place === list.children.length - 1 }[tool.dataset.does] ?? false;
      }
    });
    if (label) label.htmlFor = "id_points-0";
  }

  function keep() {
    field.value = points().map((point) => point.value.trim()).filter(Boolean).join("\n");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function changed(focused, at = null) {
    name();
    keep();
    focused?.focus();
    if (at !== null) focused.setSelectionRange(at, at);
  }

  function insert(place, text = "") {
    const made = item(text);
    list.insertBefore(made, list.children[place] ?? null);
    changed(made.firstElementChild, 0);
  }

  function take(place) {
    if (list.children.length === 1) points()[0].value = "";
    else list.children[place].remove();
    changed(points()[Math.max(0, place - 1)]);
  }

  function move(place, by) {
    const moved = list.children[place];
    const other = list.children[place + by];
    if (!other) return;
    by < 0 ? other.before(moved) : other.after(moved);
    changed(moved.firstElementChild);
  }

  // Several lines that were pasted are several points.
  function spread(point) {
    const [first, ...others] = point.value.split(/\n+/);
    point.value = first;
    point.closest("li").after(...others.filter((line) => line.trim()).map(item));
    name();
  }

  function press(event, point) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const place = points().indexOf(point);
    const { selectionStart: from, selectionEnd: to, value } = point;
    const acts = {
      Enter: () => {
        point.value = value.slice(0, from);
        insert(place + 1, value.slice(to).trimStart());
      },
      Backspace: place > 0 && from === 0 && to === 0 && (() => join(place)),
      ArrowUp: event.altKey && (() => move(place, -1)),
      ArrowDown: event.altKey && (() => move(place, 1)),
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  }

  function join(place) {
    const [before, point] = points().slice(place - 1, place + 1);
    const at = before.value.length;
    before.value += point.value && before.value ? ` ${point.value}` : point.value;
    list.children[place].remove();
    changed(before, at);
  }
}

if (field && !field.readOnly && !field.disabled) enhance();
