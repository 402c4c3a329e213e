// Dragging a visit to another day. The server is asked each time; what it refuses never left its place.
const grid = document.getElementById("month");
const said = document.getElementById("schedule-said");
const token = document.querySelector("#schedule-token input")?.value;
let chip = null;

if (grid && said && token) {
  grid.addEventListener("dragstart", (event) => {
    chip = event.target.closest?.(".planned-visit[draggable]");
    if (!chip) return;
    event.dataTransfer.setData("text/plain", chip.dataset.item);
    event.dataTransfer.effectAllowed = "move";
    chip.classList.add("moving");
  });
  grid.addEventListener("dragend", () => { over(null); chip?.classList.remove("moving"); chip = null; });
  grid.addEventListener("dragover", (event) => {
    const day = event.target.closest?.("[data-day]");
    if (!chip || !day) return;
    event.preventDefault();
    over(day);
  });
  grid.addEventListener("drop", (event) => {
    const day = event.target.closest?.("[data-day]");
    if (!chip || !day) return;
    event.preventDefault();
    const moved = chip;
    over(null);
    if (moved.closest("[data-day]") !== day) drop(moved, day);
  });
}

function over(day) {
  for (const old of grid.querySelectorAll(".day.over")) if (old !== day) old.classList.remove("over");
  day?.classList.add("over");
}

async function drop(moved, day) {
  const { href } = moved.dataset;
  if ("alone" in moved.dataset) { // nobody is named yet: the form asks who goes
    location.href = `${href}${href.includes("?") ? "&" : "?"}on=${day.dataset.day}`;
    return;
  }
  const name = moved.querySelector("a").textContent;
  moved.classList.add("moving");
  const body = new URLSearchParams({ on: day.dataset.day });
  const answer = await fetch(href, {
    method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json", "X-CSRFToken": token },
  }).catch(() => null);
  const found = await answer?.json().catch(() => null);
  moved.classList.remove("moving");
  if (!found) { tell(false, `${name}：没有保存，请刷新后再试`, []); return; }
  if (!found.ok) { tell(false, `${name}不能改到 ${day.dataset.day}：`, found.reasons); return; }
  day.querySelector(".day-visits").append(moved);
  day.classList.remove("bare");
  tell(true, `${name}${found.says}`, []);
}

function tell(good, words, reasons) {
  const head = document.createElement("b");
  head.textContent = words;
  const list = document.createElement("ul");
  list.append(...reasons.map((reason) => Object.assign(document.createElement("li"), { textContent: reason })));
  said.replaceChildren(head, ...(reasons.length ? [list] : []));
  said.classList.toggle("good", good);
  said.hidden = false;
  said.scrollIntoView({ block: "nearest" });
}
