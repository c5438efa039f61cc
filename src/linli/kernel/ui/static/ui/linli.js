// Comfort only: every page works without it.
const all = (css, root = document) => [...root.querySelectorAll(css)];
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

// Keys: / search, N the main verb, J and K through a list, Escape closes.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") all("details.menu[open]").forEach(close);
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  const key = event.key.toLowerCase();
  if (key === "/") go(event, document.querySelector("[data-search]"));
  else if (key === "n") document.querySelector(".top > a.btn-main")?.click();
  else if (key === "j" || key === "k") {
    const links = all("[data-keys] .name").filter((link) => link.offsetParent);
    if (!links.length) return;
    const at = links.indexOf(document.activeElement);
    go(event, links[Math.max(0, Math.min(links.length - 1, at + (key === "j" ? 1 : -1)))]);
  }
});
function go(event, target) {
  if (!target) return;
  event.preventDefault();
  target.focus();
  target.select?.();
}

// A click anywhere in a row opens it, unless text was selected.
document.addEventListener("click", (event) => {
  all("details.menu[open]").filter((menu) => !menu.contains(event.target)).forEach(close);
  const row = event.target.closest("[data-keys] tr");
  if (row && !event.target.closest("a, button, input, label, summary") && !String(getSelection())) {
    row.querySelector(".name")?.click();
  }
});
function close(menu) {
  const inside = menu.contains(document.activeElement);
  menu.open = false;
  if (inside) menu.querySelector("summary").focus();
}

// A form is sent once; what was typed is not lost by a slip of the thumb.
let changed = false;
document.addEventListener("input", (event) => { changed ||= Boolean(event.target.closest('main form[method="post"]')); });
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  if (form.closest("main")) changed = false;
  form.dataset.sent = "1";
  event.submitter?.classList.add("is-sending");
  setTimeout(() => delete form.dataset.sent, 8000);
});
addEventListener("pageshow", (event) => { if (event.persisted) all("[data-sent]").forEach((form) => delete form.dataset.sent); });
addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });

// A date stays in one piece.
const DATE = /((?:\d{4}年)?\d{1,2}月\d{1,2}日)/;
const walk = document.createTreeWalker(document.body, 4);
const dated = [];
while (walk.nextNode()) if (DATE.test(walk.currentNode.data)) dated.push(walk.currentNode);
dated.filter((text) => !text.parentElement.closest(".date, time, option, textarea, script")).forEach((text) =>
  text.replaceWith(...text.data.split(DATE).map((piece, n) =>
    n % 2 ? Object.assign(document.createElement("span"), { className: "date", textContent: piece }) : piece)));

// Reading aloud and printing, where the device can.
const say = globalThis.speechSynthesis;
if (say) {
  all("[data-speak]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      if (say.speaking) return say.cancel();
      const page = document.querySelector("main").cloneNode(true);
      all('[aria-hidden="true"], .sr, details:not([open]) > :not(summary), svg', page).forEach((node) => node.remove());
      all("p, li, h1, h2, h3, dd, tr, label, br", page).forEach((node) => node.after("。"));
      const speech = new SpeechSynthesisUtterance(page.textContent.replace(/\s+/g, " ").replace(/([。？！：，])[\s。]*。/g, "$1"));
      speech.lang = document.documentElement.lang === "en" ? "en-GB" : "zh-CN";
      speech.rate = 0.9;
      say.speak(speech);
    });
  });
  addEventListener("pagehide", () => say.cancel());
}
all("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});
document.querySelector("[data-faults]")?.focus();
