// Runs before the first paint: marks that scripts work, and restores what the person chose on this device.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  if (/(?:^|; )zh_size=large/.test(document.cookie)) root.dataset.size = "large";
  const read = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  for (const name of ["theme", "density"]) {
    const value = read(`zh-${name}`);
    if (value) root.dataset[name] = value;
  }
})();
