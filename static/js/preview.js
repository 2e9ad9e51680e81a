// The article as readers would see it, beside its form: posts the form into a new frame, and puts that one in the place
// of the old when its page is there, scrolled as the old was. Without script the buttons post into a tab.
const form = document.getElementById("article_form");
const pane = document.getElementById("preview");
const PAUSE_MS = 600;

function preview() {
  const screen = pane.querySelector(".preview-screen");
  const said = pane.querySelector("[data-preview-said]");
  const opener = form.querySelector('[data-preview="open"]');
  let shown = screen.querySelector("iframe");
  let next, waiting, again = false;
  let width = 390, number = 0;

  // The form's own submit() asks nobody: it is no save, and must not look like one.
  function post(target) {
    [form.action, form.target] = [opener.formAction, target];
    HTMLFormElement.prototype.submit.call(form);
    for (const name of ["action", "target"]) form.removeAttribute(name);
  }

  function refresh() {
    clearTimeout(waiting);
    if (pane.hidden) return;
    again = Boolean(next);
    if (next) return;
    next = shown.cloneNode(); // a frame that was never anywhere: so the browser's way back stays what it was
    next.name = `preview-${++number}`;
    next.hidden = true;
    next.dataset.as = fields.as.value;
    screen.append(next);
    next.addEventListener("load", arrive);
    post(next.name);
  }

  function refreshSoon() {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, PAUSE_MS);
  }

  // What comes instead of the preview (no connection, a page for signing in) may be neither framed nor read.
  function arrive() {
    if (next.contentDocument?.URL === "about:blank") return;
    const arrived = Boolean(next.contentDocument);
    next.removeEventListener("load", arrive);
    if (arrived) swap();
    else next.remove();
    next = null;
    said.textContent = arrived ? said.dataset.done : said.dataset.failed;
    said.classList.toggle("visually-hidden", arrived);
    if (again) refresh();
  }

  function swap() {
    const place = { top: shown.contentWindow.scrollY, behavior: "instant" };
    leadOut(next.contentDocument);
    next.hidden = false;
    if (shown.dataset.as === next.dataset.as) next.contentWindow.scrollTo(place);
    shown.remove();
    shown = next;
  }

  function leadOut(page) {
    for (const link of page.querySelectorAll('a[href]:not([href^="#"])')) link.target = "_blank";
  }

  function fit() {
    const scale = Math.min(1, screen.clientWidth / width);
    screen.dataset.width = width;
    screen.style.setProperty("--scale", scale);
  }

  function open() {
    pane.hidden = false;
    pane.closest(".panes").classList.add("previewing");
    fit();
    refresh();
    pane.focus();
  }

  function close() {
    pane.hidden = true;
    pane.closest(".panes").classList.remove("previewing");
    opener.focus();
  }

  // In a tab of its own the page has the colours that this person has chosen for the site.
  function tab() {
    const theme = fields.theme.value;
    fields.theme.value = "";
    post("_blank");
    fields.theme.value = theme;
  }

  function press(button) {
    for (const other of button.parentElement.children) other.ariaPressed = other === button;
  }

  const fields = Object.fromEntries(
    [...pane.querySelectorAll("[data-preview-field]")].map((field) => [field.dataset.previewField, field]),
  );
  const acts = { open, close, tab };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-preview], [data-preview-as], [data-preview-width], [data-preview-theme]");
    if (!button) return;
    event.preventDefault();
    const { preview: act, previewAs, previewTheme, previewWidth } = button.dataset;
    if (act) return acts[act]();
    press(button);
    if (previewAs) fields.as.value = previewAs;
    if (previewTheme) fields.theme.value = previewTheme;
    if (previewWidth) {
      width = Number(previewWidth);
      fit();
    } else refresh();
  });

  for (const name of ["input", "change", "formset:added", "formset:removed"]) form.addEventListener(name, refreshSoon);
  window.django.jQuery(form).on("select2:select select2:unselect", refreshSoon);
  new ResizeObserver(fit).observe(screen);
  if (matchMedia("(prefers-color-scheme: dark)").matches) press(pane.querySelector('[data-preview-theme="dark"]'));
  fields.theme.value = pane.querySelector('[data-preview-theme][aria-pressed="true"]').dataset.previewTheme;
}

if (form && pane) preview();
