// The map of enterprises: points and townships drawn on a canvas, without any outside tiles. Ten thousand points stay
// fluent because each drawing walks the points once and draws only a cell of the grid where many fall together.
const CARDS = ["未定级", "蓝", "黄", "红"];
const CLASSES = ["card-none", "card-blue", "card-yellow", "card-red"];
const COLOURS = ["#8a939e", "#1f6fb5", "#e5a500", "#c8271c"];
const CELL = 44; // pixels of a grid cell in which points fall together
const LISTED = 100;

const canvas = document.getElementById("firm-map");
if (canvas) start(canvas);

async function start(canvas) {
  const list = document.getElementById("map-list");
  const count = document.getElementById("map-count");
  const answer = await fetch(canvas.dataset.points, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) { count.textContent = "没有取到数据，请刷新"; return; }
  const data = await answer.json();
  // Longitudes shrink with the latitude: one factor for the whole district keeps shapes right.
  const middle = data.points.length ? data.points.reduce((sum, p) => sum + p[4], 0) / data.points.length / 1e5 : 30;
  const squeeze = Math.cos(middle * Math.PI / 180);
  const points = data.points.map(([id, name, card, area, lat, lon]) => ({ id, name, card, area, x: lon * squeeze, y: -lat }));
  const areas = data.areas.map(([name, lat, lon]) => ({ name, x: lon * squeeze, y: -lat }));
  const view = { x: 0, y: 0, scale: 1, width: 0, height: 0 };
  let drawn = [];
  let waiting = 0;
  let picked = 0;

  function fit() {
    if (!points.length) return;
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const p of points) {
      left = Math.min(left, p.x); right = Math.max(right, p.x); top = Math.min(top, p.y); bottom = Math.max(bottom, p.y);
    }
    const width = Math.max(right - left, 200), height = Math.max(bottom - top, 200);
    view.scale = Math.min((view.width - 80) / width, (view.height - 80) / height);
    view.x = (left + right) / 2;
    view.y = (top + bottom) / 2;
  }

  const screenX = (x) => (x - view.x) * view.scale + view.width / 2;
  const screenY = (y) => (y - view.y) * view.scale + view.height / 2;

  function draw() {
    waiting = 0;
    const pen = canvas.getContext("2d");
    const ratio = devicePixelRatio || 1;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, view.width, view.height);
    const style = getComputedStyle(canvas);
    const cells = new Map();
    for (const p of points) {
      const x = screenX(p.x), y = screenY(p.y);
      if (x < -CELL || y < -CELL || x > view.width + CELL || y > view.height + CELL) continue;
      // The grid stands on the ground, not on the screen, so that heaps do not change while one pans.
      const key = `${Math.floor(p.x * view.scale / CELL)},${Math.floor(p.y * view.scale / CELL)}`;
      const cell = cells.get(key);
      if (cell) { cell.held.push(p); cell.x += x; cell.y += y; cell.card = Math.max(cell.card, p.card); }
      else cells.set(key, { held: [p], x, y, card: p.card });
    }
    drawn = [];
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.font = `13px ${style.fontFamily}`;
    for (const cell of cells.values()) {
      const n = cell.held.length;
      const spread = n > 3 || (n > 1 && view.scale < 0.02);
      if (spread) heap(pen, cell, n); else for (const p of cell.held) dot(pen, p);
    }
    pen.font = `600 14px ${style.fontFamily}`;
    const placed = [];
    for (const [at, a] of areas.entries()) {
      const x = screenX(a.x), middle = screenY(a.y);
      const near = drawn.filter((d) => Math.abs(d.x - x) < 46 && Math.abs(d.y - middle) < 90 && d.held.some((p) => p.area === at));
      const y = Math.max(12, Math.min(middle - 26, ...near.map((d) => d.y - d.radius - 11)));
      if (x < 0 || y < 0 || x > view.width || y > view.height || placed.some((q) => Math.abs(q.x - x) < 70 && Math.abs(q.y - y) < 18)) continue;
      placed.push({ x, y });
      pen.lineWidth = 4; pen.strokeStyle = "#fff"; pen.strokeText(a.name, x, y);
      pen.fillStyle = "#1f2733"; pen.fillText(a.name, x, y);
    }
    listed();
  }

  function heap(pen, cell, n) {
    const x = cell.x / n, y = cell.y / n, radius = Math.min(20, 9 + Math.log2(n) * 1.6);
    pen.beginPath(); pen.arc(x, y, radius, 0, 7);
    pen.fillStyle = COLOURS[cell.card]; pen.fill();
    pen.lineWidth = 2; pen.strokeStyle = "#fff"; pen.stroke();
    pen.fillStyle = cell.card === 2 ? "#1f2733" : "#fff";
    pen.fillText(String(n), x, y + 1);
    drawn.push({ x, y, radius, held: cell.held });
  }

  function dot(pen, p) {
    const x = screenX(p.x), y = screenY(p.y), on = p.id === picked;
    pen.beginPath(); pen.arc(x, y, on ? 8 : 5, 0, 7);
    pen.fillStyle = COLOURS[p.card]; pen.fill();
    pen.lineWidth = on ? 3 : 1.5; pen.strokeStyle = on ? "#1f2733" : "#fff"; pen.stroke();
    drawn.push({ x, y, radius: 9, held: [p] });
  }

  // The list stands beside the first drawing at once; only while one pans or zooms does it wait for the end of it.
  let later = 0;
  let first = true;
  function listed() {
    clearTimeout(later);
    if (first) { first = false; fill(); } else later = setTimeout(fill, 200);
  }

  function fill() {
    const seen = points.filter((p) => {
      const x = screenX(p.x), y = screenY(p.y);
      return x >= 0 && y >= 0 && x <= view.width && y <= view.height;
    });
    seen.sort((a, b) => b.card - a.card || a.name.localeCompare(b.name, "zh"));
    count.textContent = seen.length > LISTED ? `${seen.length}（列前 ${LISTED}）` : String(seen.length);
    list.replaceChildren(...seen.slice(0, LISTED).map(line));
  }

  function line(p) {
    const item = document.createElement("li");
    const mark = document.createElement("span");
    mark.className = `mark ${CLASSES[p.card]}`;
    mark.textContent = CARDS[p.card];
    const link = document.createElement("a");
    link.href = `/enterprises/id-${p.id}/`;
    link.textContent = p.name;
    item.append(mark, link);
    if (p.area >= 0) item.append(Object.assign(document.createElement("small"), { textContent: ` ${areas[p.area].name}`, className: "muted" }));
    item.classList.toggle("on", p.id === picked);
    link.addEventListener("focus", () => { picked = p.id; redraw(); });
    return item;
  }

  function redraw() { if (!waiting) waiting = requestAnimationFrame(draw); }

  function zoom(by, x = view.width / 2, y = view.height / 2) {
    const before = { x: (x - view.width / 2) / view.scale + view.x, y: (y - view.height / 2) / view.scale + view.y };
    view.scale = Math.min(5, Math.max(1e-5, view.scale * by));
    view.x = before.x - (x - view.width / 2) / view.scale;
    view.y = before.y - (y - view.height / 2) / view.scale;
    redraw();
  }

  function size(again) {
    const box = canvas.getBoundingClientRect();
    const ratio = devicePixelRatio || 1;
    view.width = box.width; view.height = box.height;
    canvas.width = Math.round(box.width * ratio); canvas.height = Math.round(box.height * ratio);
    if (!again) fit();
    redraw();
  }

  canvas.addEventListener("wheel", (event) => { event.preventDefault(); zoom(event.deltaY < 0 ? 1.25 : 0.8, event.offsetX, event.offsetY); }, { passive: false });
  canvas.addEventListener("keydown", (event) => {
    const step = 60 / view.scale;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (moves[event.key]) { view.x += moves[event.key][0]; view.y += moves[event.key][1]; redraw(); }
    else if (event.key === "+" || event.key === "=") zoom(1.4);
    else if (event.key === "-") zoom(1 / 1.4);
    else if (event.key === "0") { fit(); redraw(); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => { if (button.dataset.zoom === "fit") { fit(); redraw(); } else zoom(button.dataset.zoom === "in" ? 1.5 : 1 / 1.5); });
  }

  const fingers = new Map();
  let moved = 0;
  let apart = 0;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
    moved = 0; apart = 0;
    canvas.classList.add("drag");
  });
  canvas.addEventListener("pointermove", (event) => {
    const was = fingers.get(event.pointerId);
    if (!was) return;
    const now = { x: event.offsetX, y: event.offsetY };
    fingers.set(event.pointerId, now);
    if (fingers.size === 2) {
      const [a, b] = [...fingers.values()];
      const wide = Math.hypot(a.x - b.x, a.y - b.y);
      if (apart) zoom(wide / apart, (a.x + b.x) / 2, (a.y + b.y) / 2);
      apart = wide; moved = 99;
      return;
    }
    moved += Math.abs(now.x - was.x) + Math.abs(now.y - was.y);
    view.x -= (now.x - was.x) / view.scale;
    view.y -= (now.y - was.y) / view.scale;
    redraw();
  });
  const release = (event) => {
    fingers.delete(event.pointerId);
    apart = 0;
    if (!fingers.size) canvas.classList.remove("drag");
  };
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener("pointerup", (event) => {
    release(event);
    if (moved > 6) return;
    const hit = drawn.findLast((d) => Math.hypot(d.x - event.offsetX, d.y - event.offsetY) <= d.radius + 3);
    if (!hit) return;
    if (hit.held.length > 1 && view.scale < 4) { zoom(2.2, hit.x, hit.y); return; }
    picked = hit.held[0].id;
    draw();
    setTimeout(() => list.querySelector(".on a")?.focus({ preventScroll: false }), 260);
  });
  addEventListener("resize", () => size(true));
  size(false);
  canvas.dataset.ready = String(points.length);
}
