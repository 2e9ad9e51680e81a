// The reader's own choice of light or dark, kept in this browser. Without script the system decides.
const select = document.querySelector(".theme select");
const root = document.documentElement;

function read() {
  try {
    return localStorage.getItem("theme") ?? "";
  } catch {
    return "";
  }
}

function keep(theme) {
  try {
    if (theme) localStorage.setItem("theme", theme);
    else localStorage.removeItem("theme");
  } catch {
    // Storage may be forbidden: the choice then holds for this page alone.
  }
}

function show(theme) {
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
}

const chosen = ["light", "dark"].includes(read()) ? read() : "";
show(chosen);
if (select) {
  select.value = chosen;
  select.addEventListener("change", () => {
    keep(select.value);
    show(select.value);
  });
  select.closest(".theme").hidden = false;
}
