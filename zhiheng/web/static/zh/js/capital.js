// Echoes an amount in capital form. The words come from the server (plain text), so there is one rule only.
import { all, debounce, once } from "./util.js";

export function capital(root) {
  for (const input of all(root, "input[data-money]")) {
    const url = input.form?.dataset.capitalUrl;
    const output = input.parentElement.querySelector("[data-capital]");
    if (!url || !output || !once(input, "Capital")) continue;
    let latest = 0;
    const ask = debounce(async () => {
      const mine = ++latest;
      const address = new URL(url, location.href);
      address.searchParams.set("amount", input.value);
      const response = await fetch(address, { credentials: "same-origin" }).catch(() => null);
      if (mine === latest && response?.ok) output.textContent = await response.text();
    }, 250);
    input.addEventListener("input", () => (input.value.trim() ? ask() : (latest++, ask.cancel(), (output.textContent = ""))));
  }
}
