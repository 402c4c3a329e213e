// Articles and short texts open beside the page. Without scripts the same address is a plain page.
export function drawer() {
  const dialog = document.getElementById("drawer");
  if (!dialog?.showModal) return;
  const body = document.getElementById("drawer-body");
  const title = document.getElementById("drawer-title");
  let opener = null;

  function open(name, ...content) {
    title.textContent = name;
    body.replaceChildren(...content);
    if (!dialog.open) dialog.showModal();
    copyable(body);
    dialog.scrollTop = 0;
    body.querySelector("[data-cited]")?.scrollIntoView({ block: "nearest" });
  }

  async function load(link) {
    const response = await fetch(link.href, { credentials: "same-origin" }).catch(() => null);
    if (!response?.ok) { location.assign(link.href); return; }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const part = ["[data-part='law-article']", "[data-drawer-body]", "main"].map((s) => page.querySelector(s)).find(Boolean);
    if (!part) { location.assign(link.href); return; }
    if (!dialog.open) opener = link;
    open(link.textContent.trim(), document.importNode(part, true));
  }

  // Only where the browser lets a page write to the clipboard; the words can be selected everywhere.
  function copyable(within) {
    if (navigator.clipboard) within.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = false; });
  }
  copyable(document);

  async function copy(button) {
    const words = button.parentElement.querySelector("[data-copy-from]").textContent;
    await navigator.clipboard.writeText(words).then(() => { button.textContent = "已复制"; }, () => { button.textContent = "不能复制，请选中文字"; });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) { copy(button); return; }
    if (event.target.closest("[data-close]")) { dialog.close(); return; }
    if (event.target === dialog) { dialog.close(); return; }
    const link = event.target.closest("a[data-drawer]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    load(link);
  });
  dialog.addEventListener("close", () => { opener?.focus(); opener = null; });
  document.addEventListener("zh:keys-help", () => {
    opener = document.activeElement;
    open("键盘快捷键", document.getElementById("keys-help").content.cloneNode(true));
  });
}
