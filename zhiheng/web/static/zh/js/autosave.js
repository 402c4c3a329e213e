// Keeps the draft on the server 2 s after typing stops and on leaving; keeps the text here while the net is away.
// The server answers 2xx with JSON {"saved_at": "14:03", "request_id": "…"}; anything else counts as not saved.
import { all, debounce, formBody, once, store } from "./util.js";

const AFTER = 2000;
const RETRY = 15000;

class Draft {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosave;
    this.key = `zh-draft:${this.url}`;
    this.label = form.querySelector("[data-draft]");
    this.words = this.label?.querySelector("span");
    this.dirty = false;
    this.sending = null;
    this.later = debounce(() => this.save(), AFTER);
    form.addEventListener("input", () => this.touch());
    form.addEventListener("change", () => this.touch());
    form.addEventListener("submit", () => { this.leaving = true; this.later.cancel(); });
    addEventListener("online", () => this.dirty && this.save());
    addEventListener("pagehide", () => this.beacon());
    document.addEventListener("visibilitychange", () => document.hidden && this.beacon());
    addEventListener("beforeunload", (event) => {
      if (this.dirty && this.failed && !this.leaving) event.preventDefault();
    });
    this.offerKept();
  }

  say(text, failed = false) {
    if (this.words) this.words.textContent = text;
    this.label?.classList.toggle("failed", failed);
  }

  touch() {
    this.dirty = true;
    this.later();
  }

  // Without the token, which differs on every page and is no part of what was typed.
  text() {
    const body = formBody(this.form);
    body.delete("csrfmiddlewaretoken");
    return new URLSearchParams(body).toString();
  }

  async save() {
    if (this.sending || this.leaving) return;
    const sent = this.text();
    this.sending = true;
    let answer = {};
    try {
      const response = await fetch(this.url, {
        method: "POST", body: formBody(this.form), credentials: "same-origin",
        headers: { Accept: "application/json", "X-Requested-With": "fetch" },
      });
      answer = await response.json().catch(() => ({}));
      if (!response.ok) throw new Error(String(response.status));
      this.saved(answer, sent);
    } catch {
      this.keep(answer.request_id);
    } finally {
      this.sending = null;
      if (this.dirty && !this.failed) this.later();
    }
  }

  saved(answer, sent) {
    this.failed = false;
    this.dirty = this.text() !== sent;
    store.remove(this.key);
    this.say(`草稿 · 未生效 · ${answer.saved_at ?? ""} 已自动保存`);
    this.form.dispatchEvent(new CustomEvent("zh:saved", { bubbles: true, detail: answer }));
  }

  keep(requestId) {
    this.failed = true;
    const kept = store.set(this.key, this.text());
    const where = kept ? "内容已留在本机" : "内容仍在本页，请勿关闭";
    this.say(`保存没有成功，${where}。网络恢复后自动再试。${requestId ? `请求号 ${requestId}。` : ""}`, true);
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.save(), RETRY);
  }

  beacon() {
    if (!this.dirty || this.leaving) return;
    const handedOver = navigator.onLine && navigator.sendBeacon?.(this.url, formBody(this.form));
    if (!handedOver) store.set(this.key, this.text());
  }

  // Text kept by an earlier failure is offered, never written over what the server gave.
  offerKept() {
    const kept = store.get(this.key);
    if (!kept || kept === this.text()) { store.remove(this.key); return; }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn small";
    button.textContent = "取回本机留存的内容";
    button.addEventListener("click", () => { this.restore(kept); button.remove(); });
    this.label?.append(button);
  }

  restore(kept) {
    const values = new URLSearchParams(kept);
    for (const field of this.form.elements) {
      if (!field.name || field.type === "file" || field.type === "hidden" || field.type === "password") continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.getAll(field.name).includes(field.value);
      else if (values.has(field.name)) field.value = values.get(field.name);
    }
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// The list of checks belongs to the saved draft, so it is fetched again after each save.
async function reloadChecks(form) {
  const box = form.querySelector("[data-reload]");
  if (!box) return;
  const response = await fetch(box.dataset.reload, { credentials: "same-origin" }).catch(() => null);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.getElementById(box.id);
  if (fresh) box.replaceChildren(...fresh.childNodes);
}

export function autosave(root) {
  for (const form of all(root, "form[data-autosave]")) {
    if (!once(form, "Autosave")) continue;
    new Draft(form);
    form.addEventListener("zh:saved", () => reloadChecks(form));
  }
  for (const faults of all(root, "[data-faults]")) if (once(faults, "Faults")) faults.focus();
}
