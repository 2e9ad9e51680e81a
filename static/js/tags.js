// A tag that is not there yet is made when the last choice, "Create tag", is chosen; until then nothing is written.
const jquery = window.django?.jQuery;
const CHOOSERS = ".admin-autocomplete[data-ajax--url$='/tag/choose/']";

async function create(select, name) {
  const body = new URLSearchParams({ name, csrfmiddlewaretoken: select.form.elements.csrfmiddlewaretoken.value });
  const url = new URL("../new/", new URL(select.getAttribute("data-ajax--url"), location));
  const { id, text, error } = await (await fetch(url, { method: "POST", body })).json();
  if (error) throw new Error(error);
  const there = [...select.options].find((option) => option.value === String(id));
  if (there) there.selected = true;
  else select.add(new Option(text, id, true, true));
}

async function settle(select, chosen) {
  if (chosen.id !== "new") return;
  try {
    await create(select, chosen.name);
  } catch (error) {
    warn(select, error.message);
  }
  [...select.options].find((option) => option.value === "new")?.remove();
  jquery(select).trigger("change");
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

function warn(select, words) {
  const note = document.createElement("p");
  note.className = "errornote";
  note.role = "alert";
  note.textContent = words;
  select.closest(".form-row").append(note);
}

jquery?.(() => {
  for (const select of document.querySelectorAll(CHOOSERS)) {
    jquery(select).on("select2:select", (event) => settle(select, event.params.data));
  }
});
