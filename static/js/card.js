// The first mention of a firm shows what the box below says, on hover and focus.
const card = document.createElement("div");
let timer;

function soon(act) {
  clearTimeout(timer);
  timer = setTimeout(act, 300);
}

const hide = () => soon(() => card.togglePopover(false));

function show(link, item) {
  card.replaceChildren(...item.cloneNode(true).childNodes);
  card.togglePopover(true);
  const { left, top, bottom } = link.getClientRects()[0];
  const below = bottom + card.offsetHeight < innerHeight;
  card.style.left = `${Math.max(8, Math.min(left, innerWidth - card.offsetWidth - 24))}px`;
  card.style.top = `${scrollY + (below ? bottom : top - card.offsetHeight)}px`;
}

card.className = "firm-card";
card.popover = "auto";
card.onpointerenter = () => clearTimeout(timer);
card.onpointerleave = hide;
document.querySelector("main").append(card);

for (const item of card.togglePopover ? document.querySelectorAll(".firm-box li") : []) {
  item.id = item.querySelector("a").pathname.match(/firms.*/);
  const link = document.querySelector(`.text .firm[href$="/${item.id}"]`);
  if (!link) continue;
  const act = () => soon(() => show(link, item));
  link.onpointerenter = (event) => event.pointerType !== "touch" && act();
  link.onfocus = () => link.matches(":focus-visible") && act();
  link.onpointerleave = link.onblur = hide;
  link.setAttribute("aria-details", item.id);
}
