// What the visitor sees. Everything shown comes from the package and is set as text, never as markup.
if (typeof document !== "undefined") (() => {
  const $ = (id) => document.getElementById(id);
  const node = (tag, text, attributes = {}) => {
    const made = document.createElement(tag);
    made.textContent = text;
    for (const [k, v] of Object.entries(attributes)) made.setAttribute(k, v);
    return made;
  };
  const fill = (id, texts) => $(id).replaceChildren(...texts.map((t) => node("li", t)));
  let keys = [];

  const statusOf = (broken, withheld, name) => {
    if (broken.has(name)) return ["✕ 有问题", "no"];
    return withheld ? ["— 未附", "left"] : ["✓ 一致", "yes"];
  };
  const row = (cells, state) => {
    const tr = node("tr", "", state === "no" ? { class: "no" } : {});
    tr.append(...cells.map(([label, text, style]) => node("td", text, { "data-label": label, class: style || "" })));
    return tr;
  };

  const showCatalogue = (contents, broken) => {
    const body = $("catalogue").tBodies[0];
    body.replaceChildren(...contents.items.map((i) => {
      const volume = has(i, "volume") ? VOLUMES[i.volume] : "证据";
      const [says, state] = statusOf(broken, i.withheld, i.path || i.sha256);
      const pages = i.from ? (i.from === i.to ? `${i.from}` : `${i.from}-${i.to}`) : "";
      const name = i.name + (i.no && has(i, "volume") ? ` ${i.no}` : "");
      return row([["卷别", volume], ["序号", i.item ? String(i.item) : ""], ["名称", name, "wide"], ["日期", String(i.date ?? "")],
        ["页号", pages], ["备注", String(i.remark ?? ""), "wide"], ["核验", says, state]], state);
    }));
  };
  const showEvents = (contents, broken) => {
    const body = $("events").tBodies[0];
    body.replaceChildren(...(contents.events || []).map((e) => {
      const [says, state] = statusOf(broken, has(e, "withheld"), String(e.seq));
      const act = contents.eventLabel(e.seq).replace(/^.*?「|」$/g, "");
      const when = typeof e.occurred_at === "string" ? e.occurred_at.slice(0, 16).replace("T", " ") : "";
      return row([["序号", String(e.seq ?? "")], ["行为", act, "wide"], ["时间", when],
        ["指纹", String(e.hash ?? "").slice(0, 16), "code"], ["核验", says, state]], state);
    }));
  };
  const showAbout = (contents, hashes) => {
    const f = contents.file, pairs = [["案件名称", f.title], ["案卷编号", f.no], ["归档号", f.archive_no], ["办案机关", f.agency],
      ["程序", f.procedure_name], ["保管期限", f.retention && `${f.retention}（${f.retention_source}）`], ["制包时间", contents.catalogue && String(contents.catalogue.made_at).slice(0, 16).replace("T", " ")],
      ["提供对象", contents.catalogue && contents.catalogue.recipient], ["清单指纹", hashes.get("manifest-sha256.txt")]];
    $("about").replaceChildren(...pairs.filter(([, v]) => v).flatMap(([k, v]) => [node("dt", k), node("dd", String(v))]));
    const page = hashes.get("data/核验.html");
    $("self").textContent = page ? ` 包内核验页指纹：${page}` : "";
  };

  const show = ({ report, contents, hashes }) => {
    window.lastReport = report;
    keys = report.keys;
    $("verdict").textContent = (report.ok ? "✓ " : "✕ ") + report.verdict;
    $("verdict").className = report.ok ? "ok" : "bad";
    const broken = new Set(report.broken.map((b) => b.item));
    fill("broken", report.broken.map((b) => b.says));
    $("broken").hidden = report.broken.length < 2;
    fill("notes", report.notes);
    fill("withheld", report.withheld);
    $("left-out").hidden = !report.withheld.length;
    $("limits").open = true;
    $("compare").hidden = !keys.length;
    showAbout(contents, hashes);
    showCatalogue(contents, broken);
    showEvents(contents, broken);
    compare();
    $("result").hidden = false;
    $("verdict").focus();
  };
  const refuse = (error) => {
    window.lastReport = { unreadable: error.message };
    $("verdict").textContent = "✕ 不能核验：" + (error instanceof Unreadable ? error.message : "读取时出错，请重新选择案卷包。");
    $("verdict").className = "bad";
    for (const id of ["broken", "left-out", "compare"]) $(id).hidden = true;
    $("about").replaceChildren();
    $("notes").replaceChildren();
    for (const id of ["catalogue", "events"]) $(id).tBodies[0].replaceChildren();
    $("result").hidden = false;
  };
  const run = async (entries) => {
    $("result").hidden = true;
    $("progress").hidden = false;
    try {
      show(await verifyPackage(await entries, (done, all) => { $("progress").textContent = `正在核对第 ${done} 个文件，共 ${all} 个……`; }));
    } catch (error) { refuse(error); }
    $("progress").hidden = true;
  };
  const fromFiles = (files) => files.map((f) => ({ name: f.webkitRelativePath || f.name, blob: async () => f }));

  const compare = () => {
    const given = $("fingerprint").value.replace(/[\s:：-]/g, "").toLowerCase(), out = $("same");
    out.textContent = given ? (keys.every((k) => k === given) ? "✓ 一致" : "✕ 不一致") : "";
    out.className = given && keys.every((k) => k === given) ? "yes" : "no";
  };
  const walk = async (entry, path, out) => {
    if (entry.isFile) {
      const file = await new Promise((good, bad) => entry.file(good, bad));
      out.push({ name: path + entry.name, blob: async () => file });
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((good, bad) => reader.readEntries(good, bad));
      if (!some.length) return;
      for (const inner of some) await walk(inner, `${path}${entry.name}/`, out);
    }
  };
  const dropped = async (transfer) => {
    const entry = transfer.items.length && transfer.items[0].webkitGetAsEntry ? transfer.items[0].webkitGetAsEntry() : null;
    if (!entry || entry.isFile) return readZip(transfer.files[0]);
    const out = [];
    await walk(entry, "", out);
    return out;
  };

  $("zip").addEventListener("change", (e) => { if (e.target.files.length) run(readZip(e.target.files[0])); });
  $("folder").addEventListener("change", (e) => { if (e.target.files.length) run(fromFiles([...e.target.files])); });
  $("fingerprint").addEventListener("input", compare);
  $("print").addEventListener("click", () => window.print());
  window.addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
  window.addEventListener("dragover", (e) => { e.preventDefault(); $("choose").classList.add("over"); });
  window.addEventListener("dragleave", () => $("choose").classList.remove("over"));
  window.addEventListener("drop", (e) => {
    e.preventDefault();
    $("choose").classList.remove("over");
    if (e.dataTransfer.items.length) run(dropped(e.dataTransfer));
  });
})();
