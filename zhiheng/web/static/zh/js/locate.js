// The place of an enterprise read off the device: a button beside the field, where the browser knows of places.
import { once } from "./util.js";

export function locate(root) {
  const input = root.querySelector?.("input#f-place");
  if (!input || !("geolocation" in navigator) || !once(input, "locate")) return;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn small", textContent: "读取本机位置" });
  const said = Object.assign(document.createElement("span"), { className: "muted small" });
  said.setAttribute("aria-live", "polite");
  const line = Object.assign(document.createElement("div"), { className: "actions" });
  line.append(button, said);
  input.after(line);
  button.addEventListener("click", () => {
    button.disabled = true;
    said.textContent = "正在定位……";
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      input.value = `${coords.latitude.toFixed(6)},${coords.longitude.toFixed(6)}`;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      said.textContent = `已填入，误差约 ${Math.round(coords.accuracy)} 米`;
      button.disabled = false;
    }, (fault) => {
      said.textContent = fault.code === 1 ? "没有得到定位的许可，请手工填写" : "没有取到位置，请到室外再试或者手工填写";
      button.disabled = false;
    }, { enableHighAccuracy: true, timeout: 15000 });
  });
}
