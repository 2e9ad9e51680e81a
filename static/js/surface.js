// The writing surface alone on the screen, with the bar of the form below it. Escape, or going elsewhere, leaves.
import { Extension } from "django-prose-editor/editor";

const STAYS = ".prose-editor, .bar, dialog";

export const FullScreen = Extension.create({
  name: "fullScreen",
  addStorage: () => ({ isOn: false }),
  addCommands() {
    const { storage } = this;
    return {
      toggleFullScreen:
        () =>
        ({ editor }) => {
          storage.isOn = !storage.isOn;
          const around = editor.view.dom.closest(".prose-editor");
          around.classList.toggle("full", storage.isOn);
          fit(around);
          editor.view.focus();
          return true;
        },
    };
  },
  onCreate() {
    const { editor, storage } = this;
    const leave = () => storage.isOn && editor.commands.toggleFullScreen();
    const around = editor.view.dom.closest(".prose-editor");
    document.addEventListener("keydown", (event) => event.key === "Escape" && !stands(event) && leave());
    document.addEventListener("focusin", (event) => event.target.closest(STAYS) || leave());
    addEventListener("resize", () => fit(around));
  },
  addKeyboardShortcuts() {
    const toggle = ({ editor }) => editor.commands.toggleFullScreen();
    return { "Mod-Shift-f": toggle, Escape: (asked) => this.storage.isOn && toggle(asked) };
  },
});

// Whether the key closes something else first.
function stands(event) {
  return event.defaultPrevented || document.querySelector("dialog[open]");
}

// It ends where the bar begins, which is as high as its buttons need.
function fit(around) {
  const bar = document.querySelector(".bar");
  around.style.insetBlockEnd = around.classList.contains("full") && bar ? `${bar.offsetHeight}px` : "";
}
