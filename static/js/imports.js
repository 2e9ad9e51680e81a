// A table is written in steps of some seconds: the page asks for the next by itself.
const form = document.querySelector("[data-goes-on]");

setTimeout(() => form?.requestSubmit(form.querySelector("button")), 300);
