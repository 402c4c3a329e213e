// Counts the answers of an inspection as they are given and jumps to the next open item. It decides nothing.
import { all, once } from "./util.js";

const answered = (item) => item.querySelector("input[type=radio]:checked") !== null;

function count(box) {
  let done = 0;
  let total = 0;
  let label = null;
  let part = [0, 0];
  const close = () => { if (label) label.textContent = `${part[0]}/${part[1]}`; };
  for (const row of box.querySelectorAll("[data-body] > *")) {
    if (row.matches("[data-group]")) {
      close();
      label = row.querySelector("[data-group-count]");
      part = [0, 0];
    } else if (row.matches("[data-item]")) {
      total += 1;
      part[1] += 1;
      if (answered(row)) { done += 1; part[0] += 1; }
    }
  }
  close();
  box.querySelector("[data-all-done]").textContent = String(done);
  box.querySelector("[data-all]").textContent = String(total);
}

export function checks(root) {
  for (const box of all(root, "[data-checklist]")) {
    if (!once(box, "Checks")) continue;
    box.addEventListener("input", () => count(box));
    box.querySelector("[data-next-open]").addEventListener("click", () => {
      const open = [...box.querySelectorAll("[data-body] > [data-item]")].find((item) => !answered(item));
      open?.scrollIntoView({ block: "center" });
      open?.querySelector("input[type=radio]").focus({ preventScroll: true });
    });
  }
}
