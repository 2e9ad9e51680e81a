// Beside each time in the site's zone stands the reader's own; on the page that schedules, as it is typed.
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const { siteZone: SITE, zoneWords: WORDS } = document.querySelector("[data-site-zone]").dataset;
const format = new Intl.DateTimeFormat(document.documentElement.lang || "en", {
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

// The minutes by which a zone is ahead of UTC at a moment.
function ahead(zone, moment) {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  }).formatToParts(moment);
  const at = Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
  return (Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute) - Math.floor(moment / 60000) * 60000) / 60000;
}

// The moment of a local time in a zone; around a change of the clocks the first of the two.
function momentIn(zone, local) {
  const asUtc = new Date(`${local}Z`);
  const before = ahead(zone, new Date(asUtc - 86400000));
  const first = new Date(asUtc - before * 60000);
  return ahead(zone, first) === before ? first : new Date(asUtc - ahead(zone, asUtc) * 60000);
}

for (const time of document.querySelectorAll("time[data-local]")) {
  const moment = new Date(time.dateTime);
  if (ahead(HERE, moment) === ahead(SITE, moment)) continue;
  const own = document.createElement("span");
  own.className = "own-time";
  own.textContent = ` (${WORDS.replace("%t", format.format(moment))})`;
  time.append(own);
}

const shown = document.querySelector(".local-time");
const [on, time] = ["id_on", "id_time"].map((id) => document.getElementById(id));

function tell() {
  const moment = on.value && time.value ? momentIn(SITE, `${on.value}T${time.value}`) : null;
  if (!moment || Number.isNaN(moment.getTime())) shown.textContent = "";
  else if (ahead(HERE, moment) === ahead(SITE, moment)) shown.textContent = shown.dataset.same;
  else shown.textContent = shown.dataset.words.replace("%t", `${format.format(moment)} (${HERE})`);
}

if (shown && on && time) {
  for (const field of [on, time]) field.addEventListener("input", tell);
  tell();
}
