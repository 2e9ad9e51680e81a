// Says once a day in each tab that this page was read: its path, and the host that led here.
const page = location.pathname;
const today = new Date().toDateString();

function tell() {
  if (document.hidden || sessionStorage[page] === today) return;
  sessionStorage[page] = today;
  const host = document.referrer && new URL(document.referrer).hostname;
  navigator.sendBeacon("/seen/", `${page}\n${host}`);
}

if (!navigator.globalPrivacyControl && !navigator.webdriver) {
  for (const change of ["visibilitychange", "prerenderingchange"]) document.addEventListener(change, tell);
  tell();
}
