// What the reader of 抽查核验 sees. Every text of a transcript is set as text, never as markup; the computing is done by draw-check.js.
(() => {
  "use strict";
  const $ = (id) => document.getElementById(id), COUNT = 200;
  const node = (tag, text, style) => { const made = document.createElement(tag); made.textContent = text; if (style) made.className = style; return made; };
  const pairs = (rows) => rows.filter(([, value]) => value).map(([key, value, style]) => {
    const box = node("div", "");
    box.append(node("dt", key), node("dd", value, style));
    return box;
  });
  const minute = (text) => (text || "").slice(0, 16).replace("T", " ");

  let hash = "", passed = "", shown = 0, total = 0, post;
  const show = (id, on) => { $(id).hidden = !on; };
  const compare = () => {
    const given = $("promise").value.replace(/[\s:：]/g, "").toLowerCase(), out = $("same");
    const right = given === hash, typed = given && hash;
    out.textContent = !typed ? (given && !/^[0-9a-f]{64}$/.test(given) ? "指纹是 64 位的 0–9 和 a–f" : "") : right ? "✓ 与这份记录的承诺书一致" : "✕ 与这份记录的承诺书不一致：抽取以前公布的不是这一份";
    out.className = `zp-line ${!typed ? "t-due" : right ? "t-done" : "t-late"}`;
    out.hidden = !out.textContent;
    const other = passed && typed && !right;  // it adds up, but it is another draw than the one promised
    $("verdict").className = passed ? `zp-answer t-${other ? "late" : "done"}` : $("verdict").className;
    if (passed) $("verdict").firstChild.textContent = other ? "✕ 与您手中的承诺书不符" : passed;
  };
  const item = (line) => {
    const li = node("li", "", line.good ? "" : "t-late"), head = node("p", "", "zp-place");
    head.append(node("b", String(line.rank), "num"), node("b", line.name, "grow"), node("span", line.good ? "✓ 一致" : "✕ 不一致", "nowrap small"));
    li.append(head, node("p", [line.id, line.stratum, line.weight && `权重 ${line.weight}`, `人员：${line.officers || "—"}`].filter(Boolean).join(" · "), "meta"));
    for (const words of [line.says, line.told]) if (words) li.append(node("p", words, "small"));
    return li;
  };
  const add = (lines) => {
    $("lines").append(...lines.map(item));
    shown += lines.length;
    show("more", shown < total);
    $("more").textContent = `再看 ${Math.min(COUNT, total - shown)} 名（共 ${total} 名）`;
  };
  const told = (v) => {  // a changed directory changes many lines of the result: those are one sentence then, and marked below
    const others = v.faults.filter((f) => f.where !== "result"), wrong = v.total - v.equal;
    if (!others.length || !wrong) return v.faults.map((f) => f.says);
    return [...others.map((f) => f.says), ...(v.whole ? [`按文件现在的内容重新计算，结果有 ${wrong} 行与公布的不同（下面标红）`] : [])];
  };
  const verdict = (v) => {
    hash = v.hash;
    passed = v.ok ? `✓ 核验通过，逐行一致 ${v.equal}/${v.total}` : "";
    total = v.total;
    shown = 0;
    $("verdict").className = `zp-answer t-${v.ok ? "done" : "late"}`;
    $("verdict").replaceChildren(
      node("h2", v.ok ? passed : v.whole ? `✕ 核验不通过，一致 ${v.equal}/${v.total}` : "✕ 核验不通过，无法重新计算"),
      node("p", v.ok ? "用名录、承诺书、秘密值和公开随机数重新计算，企业、次序、人员都与公布的结果相同。" : "发现这些问题："));
    if (!v.ok) { const list = node("ol", "", "zp-faults"); list.append(...told(v).map((says) => node("li", says))); $("verdict").append(list); }
    const c = v.commitment, n = v.counts;
    $("about").replaceChildren(...pairs([["批次", [v.number, c.title].filter(Boolean).join(" ")], ["机关", c.agency], ["补抽", c.replaces && `${c.replaces}，${c.reason}`],
      ["名录", v.whole && `入池 ${n.candidate} 家，剔除 ${n.excluded} 家`], ["执法人员", v.whole && `${n.officer} 名，回避 ${n.recusal} 对`],
      ["公开随机源", c.public_source], ["公开随机数", v.publicNumber, "num"], ["承诺公布", minute(c.committed_at), "num"],
      ["公开随机数产生", minute(c.public_at), "num"], ["承诺书指纹", v.hash, "hash"]]));
    $("lines").replaceChildren();
    $("found").replaceChildren();
    show("about", v.whole);
    show("seek", v.whole);
    show("results", v.whole && total > 0);
    add(v.lines);
    show("result", true);
    compare();
    $("verdict").focus();
  };
  const found = ({ found: rows, more, find }) => {
    const list = rows.map((r) => {
      const li = node("li", "");
      li.append(node("b", r.name), node("p", r.out ? `已剔除：${r.out}` : r.rank ? `抽中，第 ${r.rank} 名（${r.stratum}，权重 ${r.weight}）` : `在名录内（${r.stratum}，权重 ${r.weight}），没有抽中`, "meta"));
      return li;
    });
    if (more) list.push(node("li", `还有 ${more} 家，请多写几个字`));
    if (!rows.length) list.push(node("li", `名录和剔除名单里都没有「${find}」`));
    $("found").replaceChildren(...list);
  };
  const refuse = (says) => {
    hash = passed = "";
    $("verdict").className = "zp-answer t-late";
    $("verdict").replaceChildren(node("h2", "✕ 不能核验"), node("p", says));
    for (const id of ["about", "seek", "results"]) show(id, false);
    show("result", true);
    $("verdict").focus();
  };
  const heard = (answer) => {
    if (answer.progress !== undefined) { $("progress").textContent = answer.progress; return; }
    show("progress", false);
    if (answer.unreadable) refuse(answer.unreadable);
    else if (answer.verdict) verdict(answer.verdict);
    else if (answer.lines) add(answer.lines);
    else if (answer.found) found(answer);
    document.documentElement.dataset.done = String(Number(document.documentElement.dataset.done || 0) + 1);
  };
  const engine = () => {  // a worker; where a browser refuses one to a page opened from disk, this page itself
    const script = $("engine"), here = () => { const serve = zhihengDraw.served(); return (request) => setTimeout(() => serve(request, heard), 30); };
    try {
      const worker = new Worker(script.src || URL.createObjectURL(new Blob([script.textContent], { type: "text/javascript" })));
      worker.onmessage = (event) => heard(event.data);
      worker.onerror = (event) => { event.preventDefault(); refuse("核验程序没有启动，请刷新页面再试"); show("progress", false); };
      return (request) => worker.postMessage(request);
    } catch (error) { return here(); }
  };
  const start = (file) => {
    if (!file) return;
    post = post || engine();
    show("result", false);
    $("progress").textContent = "正在读取文件……";
    show("progress", true);
    post({ file, count: COUNT });
  };
  const fetched = async (number) => {
    $("progress").textContent = `正在取 ${number} 的抽取记录……`;
    show("progress", true);
    try {
      const answer = await fetch($("choose").dataset.published.replace("NUMBER", encodeURIComponent(number)));
      if (!answer.ok) throw new Error(String(answer.status));
      start(await answer.blob());
    } catch (error) {
      show("progress", false);
      refuse(`没有取到 ${number} 的抽取记录：编号不对，或者还没有公布。也可以选择下载好的文件。`);
    }
  };

  $("file").addEventListener("change", (e) => { start(e.target.files[0]); e.target.value = ""; });
  $("promise").addEventListener("input", compare);
  $("more").addEventListener("click", () => post({ from: shown, count: COUNT }));
  $("seek").addEventListener("submit", (e) => { e.preventDefault(); const words = $("words").value.trim(); if (words) post({ find: words }); });
  window.addEventListener("dragover", (e) => { e.preventDefault(); $("choose").classList.add("over"); });
  window.addEventListener("dragleave", () => $("choose").classList.remove("over"));
  window.addEventListener("drop", (e) => { e.preventDefault(); $("choose").classList.remove("over"); start(e.dataTransfer.files[0]); });
  const wanted = new URLSearchParams(location.search).get("number");
  if (wanted && $("choose").dataset.published) fetched(wanted.slice(0, 40));
})();
