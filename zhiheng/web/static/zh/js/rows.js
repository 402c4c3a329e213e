// Adds and removes repeated rows. Without scripts the blank rows of the server do the same work.
import { all, once } from "./util.js";

function renumber(box) {
  const name = box.dataset.rows;
  const items = box.querySelectorAll("[data-body] > [data-item]");
  const pattern = new RegExp(`^(f-)?${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}-(?:\\d+|__row__)-`);
  items.forEach((item, index) => {
    for (const el of item.querySelectorAll("[name], [id], label[for]")) {
      for (const attribute of ["name", "id", "for", "list"]) {
        const value = el.getAttribute(attribute);
        if (value) el.setAttribute(attribute, value.replace(pattern, (_, f = "") => `${f}${name}-${index}-`));
      }
    }
    const number = item.querySelector("[data-no]");
    if (number) number.textContent = String(index + 1);
  });
  box.querySelector("[data-count]").value = String(items.length);
}

export function rows(root) {
  for (const box of all(root, "[data-rows]")) {
    if (!once(box, "Rows")) continue;
    const body = box.querySelector("[data-body]");
    box.addEventListener("click", (event) => {
      const add = event.target.closest("[data-add]");
      const remove = event.target.closest("[data-del]");
      if (add) {
        body.append(box.querySelector("template").content.cloneNode(true));
        renumber(box);
        body.lastElementChild.querySelector(".in")?.focus();
      } else if (remove) {
        remove.closest("[data-item]").remove();
        renumber(box);
        box.querySelector("[data-add]").focus();
      } else return;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}
