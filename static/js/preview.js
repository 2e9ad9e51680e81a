// The article as readers would see it, beside its form: posts the form into one of two frames, and shows that one when
// it is there, scrolled as the other was. Without script the buttons post into a tab.
const form = document.getElementById("article_form");
const pane = document.getElementById("preview");
const PAUSE_MS = 600;

function preview() {
  const screen = pane.querySelector(".preview-screen");
  const said = pane.querySelector("[data-preview-said]");
  const opener = form.querySelector('[data-preview="open"]');
  let [shown, next] = pane.querySelectorAll("iframe");
  let waiting, loading = false, again = false;
  let width = 390;

  // The form's own submit() asks nobody: it is no save, and must not look like one.
  function post(target) {
    const before = [form.action, form.target];
    [form.action, form.target] = [opener.formAction, target];
    HTMLFormElement.prototype.submit.call(form);
    [form.action, form.target] = before;
    if (!before[1]) form.removeAttribute("target");
  }

  function refresh() {
    clearTimeout(waiting);
    if (pane.hidden) return;
    again = loading;
    if (loading) return;
    loading = true;
    post(next.name);
  }

  function refreshSoon() {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, PAUSE_MS);
  }

  // A page that answers instead of the preview (signed out, say) is no page of ours to read or to scroll.
  function pageOf(frame) {
    try {
      return frame.contentDocument?.body ? frame.contentWindow : null;
    } catch {
      return null;
    }
  }

  function swap() {
    loading = false;
    const [from, to] = [pageOf(shown), pageOf(next)];
    next.hidden = false;
    if (to) leadOut(to.document);
    if (from && to && shown.dataset.as === fields.as.value) to.scrollTo({ top: from.scrollY, behavior: "instant" });
    shown.hidden = true;
    [shown, next] = [next, shown];
    shown.dataset.as = fields.as.value;
    said.textContent = said.dataset.done;
    if (again) refresh();
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

  function press(button) {
    for (const other of button.parentElement.children) other.ariaPressed = other === button;
  }

  const fields = Object.fromEntries(
    [...pane.querySelectorAll("[data-preview-field]")].map((field) => [field.dataset.previewField, field]),
  );
  const acts = { open, close, tab: () => post("_blank") };

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

  for (const frame of [shown, next]) frame.addEventListener("load", () => loading && frame === next && swap());
  for (const name of ["input", "change", "formset:added", "formset:removed"]) form.addEventListener(name, refreshSoon);
  window.django.jQuery(form).on("select2:select select2:unselect", refreshSoon);
  new ResizeObserver(fit).observe(screen);
  if (matchMedia("(prefers-color-scheme: dark)").matches) press(pane.querySelector('[data-preview-theme="dark"]'));
  fields.theme.value = pane.querySelector('[data-preview-theme][aria-pressed="true"]').dataset.previewTheme;
}

if (form && pane) preview();
