// Shows the paper while it is being filled: the server renders, this only asks again and lights the current field.
import { all, debounce, formBody, once } from "./util.js";

const AFTER = 450;

function zoom(side) {
  side.addEventListener("click", (event) => {
    const link = event.target.closest("[data-zoom-to]");
    if (!link) return;
    event.preventDefault();
    const paper = link.closest(".paper");
    paper.dataset.zoom = link.dataset.zoomTo;
    for (const other of paper.querySelectorAll("[data-zoom-to]")) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
  });
}

function light(side, form) {
  const name = document.activeElement?.name;
  const inForm = form.contains(document.activeElement);
  for (const zone of side.querySelectorAll("[data-zone]")) {
    zone.classList.toggle("on", inForm && zone.dataset.zone === name);
  }
}

class Preview {
  constructor(form, side) {
    this.form = form;
    this.side = side;
    this.later = debounce(() => this.load(), AFTER);
    form.addEventListener("input", this.later);
    form.addEventListener("change", this.later);
    form.addEventListener("focusin", () => light(side, form));
  }

  async load() {
    this.request?.abort();
    const request = new AbortController();
    this.request = request;
    const paper = this.side.querySelector(".paper");
    paper?.classList.add("stale");
    try {
      const response = await fetch(this.form.dataset.preview, {
        method: "POST", body: formBody(this.form), credentials: "same-origin", signal: request.signal,
        headers: { "X-Requested-With": "fetch" },
      });
      if (response.ok) this.show(await response.text());
    } catch { /* aborted by newer typing, or no net: the paper shown before stays and is marked as stale */
      return;
    }
    this.side.querySelector(".paper")?.classList.remove("stale");
  }

  show(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector(".paper");
    const old = this.side.querySelector(".paper");
    if (!fresh || !old) return;
    const pages = old.querySelector(".pages");
    const [top, left] = [pages?.scrollTop ?? 0, pages?.scrollLeft ?? 0];
    if (old.dataset.zoom) fresh.dataset.zoom = old.dataset.zoom;
    old.replaceWith(fresh);
    fresh.querySelector(".pages")?.scrollTo(left, top);
    light(this.side, this.form);
  }
}

function sides(split) {
  split.addEventListener("click", (event) => {
    const link = event.target.closest("[data-side]");
    if (!link) return;
    event.preventDefault();
    show(split, link.dataset.side);
  });
}

function show(split, side) {
  split.dataset.show = side;
  for (const link of split.querySelectorAll("[data-side]")) {
    link.toggleAttribute("aria-current", link.dataset.side === side);
    if (link.dataset.side === side) link.setAttribute("aria-current", "true");
  }
}

export function flip(split) {
  const toPaper = !split.querySelector(".paper-side")?.contains(document.activeElement);
  show(split, toPaper ? "paper" : "form");
  const target = toPaper ? split.querySelector(".pages") : split.querySelector(".field .in");
  target?.focus();
}

export function preview(root) {
  for (const split of all(root, ".split")) {
    const side = split.querySelector(".paper-side");
    if (!side || !once(split, "Split")) continue;
    sides(split);
    zoom(side);
    const form = split.querySelector("form[data-preview]");
    if (form) new Preview(form, side);
  }
  for (const paper of all(root, ".paper")) {
    if (!paper.closest(".split") && once(paper, "Zoom")) zoom(paper);
  }
}
