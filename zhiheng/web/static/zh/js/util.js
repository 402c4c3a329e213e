// Small shared tools. Nothing here knows any law.
export const all = (root, selector) => [
  ...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector),
];

export function debounce(work, wait) {
  let timer = 0;
  const later = (...args) => { clearTimeout(timer); timer = setTimeout(work, wait, ...args); };
  later.cancel = () => clearTimeout(timer);
  return later;
}

// True once per element and purpose, so that a swapped page does not bind twice.
export function once(element, purpose) {
  const key = `zh${purpose}`;
  if (element.dataset[key]) return false;
  element.dataset[key] = "1";
  return true;
}

export const store = {
  get(key) { try { return localStorage.getItem(key); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(key, value); return true; } catch { return false; } },
  remove(key) { try { localStorage.removeItem(key); } catch { /* storage is switched off: nothing was kept */ } },
};

// While an input method composes, or in a text field, single keys belong to the text.
export function typing(event) {
  if (event.isComposing || event.keyCode === 229) return true;
  const el = event.target;
  if (!(el instanceof Element)) return false;
  return el.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(el.tagName);
}

// What a form would send, without files (a draft never carries a file twice) and without the signer's PIN.
export function formBody(form) {
  const body = new FormData(form);
  for (const [name, value] of [...body.entries()]) {
    if (value instanceof File || form.elements[name]?.type === "password") body.delete(name);
  }
  return body;
}
