// The one search box: groups of answers under it, arrow keys and Enter. Without scripts the form opens a page.
import { debounce } from "./util.js";

export function search() {
  const input = document.querySelector("input[data-search]");
  const box = document.getElementById("found");
  if (!input || !box) return;
  let latest = 0;
  let at = -1;

  const close = () => { latest++; box.replaceChildren(); at = -1; input.setAttribute("aria-expanded", "false"); };

  async function ask() {
    const query = input.value.trim();
    if (!query) { close(); return; }
    const mine = ++latest;
    const url = new URL(input.dataset.search, location.href);
    url.searchParams.set("q", query);
    const response = await fetch(url, { credentials: "same-origin", headers: { "HX-Request": "true" } }).catch(() => null);
    if (!response?.ok || mine !== latest) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (mine !== latest) return;
    const answer = page.querySelector("[data-part='search']");
    box.replaceChildren(...(answer ? [answer] : []));
    at = -1;
    input.setAttribute("aria-expanded", "true");
  }

  const later = debounce(ask, 150);
  input.addEventListener("input", (event) => { if (!event.isComposing) later(); });
  input.addEventListener("compositionend", later);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const links = [...box.querySelectorAll("a")];
    if (event.key === "Escape") { close(); input.blur(); }
    if (event.key === "Enter" && at >= 0) { event.preventDefault(); links[at].click(); }
    if (!links.length || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    links[at]?.classList.remove("on");
    at = (at + (event.key === "ArrowDown" ? 1 : -1) + links.length) % links.length;
    links[at].classList.add("on");
    links[at].scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("click", (event) => { if (!event.target.closest(".find")) close(); });
}
