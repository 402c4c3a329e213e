// The chain of events, as zhiheng/kernel/chain.py has it.
const canonicalText = (value) => {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new Error("not canonical");
    return String(value);
  }
  if (Array.isArray(value)) return "[" + value.map(canonicalText).join(",") + "]";
  if (typeof value !== "object") throw new Error("not canonical");
  return "{" + Object.keys(value).sort().map((k) => JSON.stringify(k) + ":" + canonicalText(value[k])).join(",") + "}";
};
const domainDigest = (domain, value) => toHex(sha256(utf8(domain + "\n" + canonicalText(value))));
const genesis = (fileNo, agency, procedure) =>
  domainDigest("zhiheng.genesis.v1", { file: fileNo, agency, procedure });
const attested = (value, found = new Set()) => {
  if (typeof value === "string") { if (/^[0-9a-f]{64}$/.test(value)) found.add(value); }
  else if (value && typeof value === "object") Object.values(value).forEach((v) => attested(v, found));
  return found;
};
const has = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
const isInt = (value) => Number.isSafeInteger(value);
const orNull = (value) => (value === undefined ? null : value);
const bodyOf = (event) => Object.fromEntries(Object.entries(event).filter(([k]) => !["alg", "prev", "hash"].includes(k)));
const eventHash = (event) => {
  if (has(event, "alg") && event.alg !== "sha256") throw new Error("unknown algorithm");
  const head = { alg: "sha256", prev: String(event.prev), seq: orNull(event.seq), kind: orNull(event.kind), act: orNull(event.act) };
  if (has(event, "withheld")) return domainDigest("zhiheng.event.v1", { ...head, body: orNull(event.body), attests: orNull(event.attests) });
  const body = bodyOf(event);
  return domainDigest("zhiheng.event.v1", { ...head, body: domainDigest("zhiheng.body.v1", body), attests: [...attested(body)].sort() });
};
const intact = (event) => { try { return eventHash(event) === event.hash; } catch { return false; } };

const verifyChain = (events, first, head, count) => {
  const bySeq = new Map(), breaks = [];
  const say = (seq, kind, why) => breaks.push({ seq, kind, why });
  events.forEach((e, place) => {
    if (!isInt(e.seq) || e.seq < 1) say(place + 1, "changed", `第${place + 1}行没有可用的序号`);
    else if (bySeq.has(e.seq)) say(e.seq, "added", "同一序号出现两次，多出一项");
    else bySeq.set(e.seq, e);
  });
  let highest = 0;
  for (const e of events) {
    if (!isInt(e.seq)) continue;
    if (e.seq < highest) say(e.seq, "reordered", `排在第${highest}项之后，次序被调换`);
    highest = Math.max(highest, e.seq);
  }
  for (const [seq, e] of bySeq) if (!intact(e)) say(seq, "changed", "内容被改动");
  const last = Math.max(0, count || 0, ...bySeq.keys());
  for (let s = 1; s <= last; s++) if (!bySeq.has(s)) say(s, "dropped", "缺少这一项");
  if (isInt(count)) for (const seq of bySeq.keys()) if (seq > count) say(seq, "added", `登记的案卷到第${count}项为止，多出这一项`);
  for (const [seq, e] of bySeq) {
    const before = seq === 1 ? first : bySeq.has(seq - 1) ? bySeq.get(seq - 1).hash : undefined;
    if (before === undefined || before === null || e.prev === before) continue;
    say(seq, "link", seq === 1 ? "不是从本案卷起始的" : `与第${seq - 1}项不衔接，两项之一被替换`);
  }
  if (head !== undefined && head !== null) {
    const at = isInt(count) ? count : Math.max(0, ...bySeq.keys());
    const stated = at && bySeq.has(at) ? bySeq.get(at).hash : undefined;
    if (stated !== undefined && stated !== null && stated !== head) say(at, "head", "与登记的案卷末端指纹不一致");
  }
  return breaks.sort((a, b) => a.seq - b.seq);
};
