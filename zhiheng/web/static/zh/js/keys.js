// Keys: off while typing or composing, and off for good if the person says so. Ctrl+Enter and F6 always work.
import { flip } from "./preview.js";
import { store, typing } from "./util.js";

const OFF = "zh-keys-off";
const rowsOnPage = () => [...document.querySelectorAll(".todo > li, table.grid tbody tr")];
let prefix = false;

function move(step) {
  const list = rowsOnPage();
  if (!list.length) return;
  const at = list.findIndex((row) => row.contains(document.activeElement));
  const row = list[Math.min(Math.max(at + step, 0), list.length - 1)];
  (row.querySelector(".btn") ?? row.querySelector("a"))?.focus();
}

const single = {
  "/": () => document.getElementById("q")?.focus(),
  j: () => move(1),
  k: () => move(-1),
  e: () => document.querySelector("[data-main]")?.focus(),
  "?": () => document.dispatchEvent(new Event("zh:keys-help")),
};

function always(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest?.("form[data-form]");
    if (!form) return false;
    form.requestSubmit(form.querySelector("[data-main]"));
    return true;
  }
  if (event.key === "F6" && document.querySelector(".split")) {
    flip(document.querySelector(".split"));
    return true;
  }
  // A form of several fields is never sent by Enter in one of them.
  return event.key === "Enter" && event.target.matches?.("form[data-form] input:not([type=file])");
}

export function keys() {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (always(event)) { event.preventDefault(); return; }
    if (typing(event) || event.ctrlKey || event.metaKey || event.altKey || store.get(OFF)) return;
    if (prefix && event.key === "h") { location.assign("/"); return; }
    prefix = event.key === "g";
    if (!single[event.key] || document.getElementById("drawer")?.open) return;
    event.preventDefault();
    single[event.key]();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-keys-toggle]");
    if (!button) return;
    if (store.get(OFF)) store.remove(OFF); else store.set(OFF, "1");
    button.textContent = store.get(OFF) ? "启用单键快捷键" : "停用单键快捷键";
  });
}
