// Names of colleagues while a note is written: "@" and the first letters offer those who may be told.
const MOST = 6;
const BEFORE = /(?:^|[^\w.+@-])@([\w.+-]*)$/;

function option({ name, said }, id) {
  const row = document.createElement("li");
  Object.assign(row, { id, role: "option", textContent: said });
  row.dataset.name = name;
  row.setAttribute("aria-selected", "false");
  return row;
}

function enhance(field, names, label) {
  const list = document.createElement("ul");
  let rows = [];
  let chosen = 0;

  Object.assign(list, { id: `${field.id}-names`, role: "listbox", hidden: true, className: "names" });
  list.setAttribute("aria-label", label);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.after(list);

  const begun = () => BEFORE.exec(field.value.slice(0, field.selectionStart))?.[1].toLowerCase();

  function offer() {
    const letters = begun();
    const fits = ({ name, said }) => name.toLowerCase().startsWith(letters) || said.toLowerCase().includes(`(${letters}`);
    const found = letters === undefined ? [] : names.filter(fits).slice(0, MOST);
    rows = found.map((name, place) => option(name, `${list.id}-${place}`));
    list.replaceChildren(...rows);
    list.hidden = !rows.length;
    choose(0);
  }

  function choose(place) {
    rows[chosen]?.setAttribute("aria-selected", "false");
    chosen = place;
    rows[chosen]?.setAttribute("aria-selected", "true");
    if (rows[chosen]) field.setAttribute("aria-activedescendant", rows[chosen].id);
    else field.removeAttribute("aria-activedescendant");
  }

  function close() {
    rows = [];
    list.replaceChildren();
    list.hidden = true;
    choose(0);
  }

  function take(row) {
    const end = field.selectionStart;
    field.setRangeText(`${row.dataset.name} `, end - begun().length, end, "end");
    close();
  }

  const step = (by) => choose((chosen + by + rows.length) % rows.length);
  const keys = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: () => take(rows[chosen]),
    Tab: () => take(rows[chosen]),
    Escape: close,
  };

  field.addEventListener("input", (event) => event.isComposing || offer());
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    const act = rows.length && !event.isComposing && !event.ctrlKey && !event.metaKey && keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault(); // the field keeps the focus
    const row = event.target.closest("[data-name]");
    if (row) take(row);
  });
}

const field = document.getElementById("id_text");
const shown = document.querySelector("[data-names]");
if (shown) {
  const names = [...shown.querySelectorAll("[data-name]")];
  enhance(
    field,
    names.map((name) => ({ name: name.dataset.name, said: name.textContent })),
    shown.dataset.label,
  );
}
