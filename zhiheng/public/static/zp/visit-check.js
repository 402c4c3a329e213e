// Checks a visit's code off line: Ed25519 by the browser's own WebCrypto, the keys are in the page. Texts are set as text, never as markup.
(() => {
  "use strict";
  const $ = (id) => document.getElementById(id), keys = JSON.parse($("keys").textContent);
  const PREFIX = new TextEncoder().encode("zhiheng visit ticket 1\n");
  const node = (tag, text, style) => { const made = document.createElement(tag); made.textContent = text; if (style) made.className = style; return made; };
  const bytes = (text) => {
    if (!/^[A-Za-z0-9_-]+$/.test(text)) throw new Error("形");
    return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  };
  const hex = (text) => Uint8Array.from(text.match(/../g), (b) => parseInt(b, 16));
  const verdict = (tone, head, says) => {
    $("verdict").className = `zp-answer t-${tone}`;
    $("verdict").replaceChildren(node("h2", `${tone === "done" ? "✓" : tone === "due" ? "⚑" : "✗"} ${head}`), node("p", says));
    $("verdict").hidden = false;
    $("verdict").focus();
    document.documentElement.dataset.done = String(Number(document.documentElement.dataset.done || 0) + 1);
  };
  const shown = (t) => {
    const row = (zh, lines) => { const box = node("div", ""), dd = node("dd", ""); dd.append(...lines.map((l) => node("p", l))); box.append(node("dt", zh), dd); return box; };
    const left = t.m - t.i.length;
    $("visit").replaceChildren(row("被检查单位", [t.u, t.c].filter(Boolean)), row("检查机关", [t.a]), row("检查日期", [t.d[0] === t.d[1] ? t.d[0] : `${t.d[0]} 至 ${t.d[1]}`]),
      row("检查人员和执法证号", t.o.map(([name, card]) => `${name} ${card || "（没有证号）"}`)), ...(t.e.length ? [row("专家、参加单位", [t.e.join("、")])] : []),
      row(`检查内容（${t.m} 项）`, [...t.i, ...(left > 0 ? [`另有 ${left} 项，见行政检查通知书`] : [])]), row("案卷号", [t.n]));
    $("visit").hidden = false;
  };
  const genuine = async (key, signature, message) => {
    const made = await crypto.subtle.importKey("raw", hex(key), { name: "Ed25519" }, false, ["verify"]);
    return crypto.subtle.verify({ name: "Ed25519" }, made, signature, message);
  };
  const today = () => new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
  const check = async (given) => {
    $("visit").hidden = true;
    let raw, signature, ticket;
    try {
      const text = given.includes("?") ? new URLSearchParams(given.slice(given.indexOf("?"))).get("t") || "" : given;
      const [payload, signed] = text.trim().split(".");
      raw = bytes(payload);
      signature = bytes(signed);
      ticket = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(raw));
      if (ticket.v !== 1 || !Array.isArray(ticket.o) || !Array.isArray(ticket.d) || !Array.isArray(ticket.i) || !Array.isArray(ticket.e)) throw new Error("版");
    } catch (error) { return verdict("late", "不是检查码", "这不是入企检查码，或者没有复制全。请重新扫描。"); }
    if (!Object.hasOwn(keys, ticket.k)) return verdict("late", "签名密钥不明", "码不是用本页所带的机关公钥签的：可能出自别的机关，也可能是机关换了新的密钥。请联网核验，或者拨打机关公布的电话。");
    if (!globalThis.crypto || !crypto.subtle) return verdict("due", "这个浏览器不能离线核验", "浏览器没有密码功能，或者本页不是从磁盘、安全网址打开的。请联网核验。");
    const message = new Uint8Array(PREFIX.length + raw.length);
    message.set(PREFIX);
    message.set(raw, PREFIX.length);
    let right;
    try { right = await genuine(keys[ticket.k], signature, message); } catch (error) {
      return verdict("due", "这个浏览器不能离线核验", "浏览器还不支持 Ed25519 签名。请换用新版本的浏览器，或者联网核验。");
    }
    if (!right) return verdict("late", "内容被改动", "码里的内容与签名不符，请不要依据它，并拨打机关电话核实。");
    shown(ticket);
    const day = today();
    if (day > ticket.d[1]) return verdict("late", "已过期", "签名真实，但检查日期已经过了，不能凭它入企检查。");
    if (day < ticket.d[0]) return verdict("due", "还没有到检查日期", "签名真实，但检查日期还没有到，今天不能凭它入企检查。");
    return verdict("done", "有效", "签名真实，在检查日期内。请核对到场人员与下面的姓名、证件号一致。离线不能查出检查是否已经取消。");
  };
  $("ask").addEventListener("submit", (event) => { event.preventDefault(); if ($("text").value.trim()) check($("text").value.trim()); });
})();
