// Remembers folds of the menu, switches large type, closes open drop-downs.
import { store } from "./util.js";

function folds() {
  for (const fold of document.querySelectorAll("details[data-fold]")) {
    const key = `zh-fold:${fold.dataset.fold}`;
    const kept = store.get(key);
    if (kept && !fold.querySelector("[aria-current]")) fold.open = kept === "open";
    fold.addEventListener("toggle", () => store.set(key, fold.open ? "open" : "shut"));
  }
}

function large(event, link) {
  event.preventDefault();
  const root = document.documentElement;
  const on = root.dataset.size !== "large";
  if (on) root.dataset.size = "large"; else delete root.dataset.size;
  document.cookie = `zh_size=${on ? "large" : "normal"}; path=/; max-age=31536000; samesite=lax`;
  words();
  link.focus();
}

// What the device chose stands even on a page the server drew before it knew the choice.
function words() {
  const word = document.documentElement.dataset.size === "large" ? "普通字" : "大字";
  for (const link of document.querySelectorAll("a[data-large]")) link.textContent = word;
}

// Filters fold on a phone, where they would push the rows off the screen; without scripts they stay open.
function phone() {
  if (!matchMedia("(max-width: 900px)").matches) return;
  for (const fold of document.querySelectorAll("details[data-phone-fold]")) fold.open = false;
}

export function menu() {
  folds();
  words();
  phone();
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-large]");
    if (link) large(event, link);
    for (const drop of document.querySelectorAll("details.who[open]")) {
      if (!drop.contains(event.target)) drop.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const drop of document.querySelectorAll("details.who[open]")) {
      drop.open = false;
      drop.querySelector("summary").focus();
    }
    if (location.hash === "#menu") location.hash = "main";
  });
}
