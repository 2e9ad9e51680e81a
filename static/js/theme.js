// The reader's own choice of light or dark and of the size of the text, kept in this browser. Without script the
// system decides.
const root = document.documentElement;

function read(name) {
  try {
    return localStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
}

function keep(name, value) {
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {
    // Storage may be forbidden: the choice then holds for this page alone.
  }
}

function show(name, value) {
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
}

for (const select of document.querySelectorAll(".choice select")) {
  const { name } = select;
  select.value = read(name);
  if (!select.value) select.value = ""; // nothing was kept, or what is no choice here
  show(name, select.value);
  select.addEventListener("change", () => {
    keep(name, select.value);
    show(name, select.value);
  });
  select.closest(".choice").hidden = false;
}
