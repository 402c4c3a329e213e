// Catalogue, events and proofs, read with distrust; what has not the promised shape counts as unreadable.
const VOLUMES = { main: "正卷", sub: "副卷" };
const BINDING = ["case_file_cover", "case_file_catalogue", "case_file_note"];
const HOPS = { draft: "·起草", sign: "·签名", return: "·退回", withdraw: "·撤回", release: "·放行" };
const ITEM_TEXTS = ["name", "path", "sha256", "withheld", "original_sha256", "redaction"];

const isObject = (v) => v !== null && typeof v === "object" && !Array.isArray(v);
const parseJson = (bytes) => { try { return JSON.parse(decodeText(bytes)); } catch { return null; } };
const itemShape = (i) => isObject(i) && ITEM_TEXTS.every((k) => typeof i[k] === "string") && isInt(i.item);
const paperShape = (i) => itemShape(i) && has(VOLUMES, i.volume) && typeof i.code === "string" && isInt(i.order)
  && isInt(i.pages) && ["from", "to"].every((k) => i[k] === undefined || i[k] === null || isInt(i[k]));
const catalogueShape = (c) => isObject(c) && c.format === "zhiheng.case-package.v1" && isObject(c.file) && isObject(c.acts)
  && isObject(c.events) && typeof c.events.head === "string" && isInt(c.events.count) && Array.isArray(c.events.index)
  && c.events.index.every((i) => Array.isArray(i) && i.length === 2 && i.every((x) => typeof x === "string"))
  && Array.isArray(c.papers) && c.papers.every(paperShape) && Array.isArray(c.evidence) && c.evidence.every(itemShape)
  && !c.evidence.some((e) => has(e, "volume") || has(e, "code"));
const proofsShape = (p) => isObject(p) && Array.isArray(p.proofs) && isObject(p.keys)
  && Object.values(p.keys).every((k) => typeof k === "string")
  && p.proofs.every((x) => isObject(x) && isObject(x.checkpoint) && isInt(x.count));

const readEvents = (bytes) => {
  if (bytes === null) return null;
  const lines = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(10, at), stop = end < 0 ? bytes.length : end;
    lines.push(bytes.subarray(at, stop));
    at = stop + 1;
  }
  return lines.map((line) => {
    const value = parseJson(line);
    if (!isObject(value)) return {};
    try { if (canonicalText(value) === decodeText(line)) return value; } catch { /* named below as changed */ }
    return { seq: value.seq, act: value.act, kind: value.kind, prev: value.prev, hash: value.hash, alg: "" };
  });
};

const loadContents = async (bag) => {
  const catalogue = parseJson(await bag.read("data/catalogue.json")), proofs = parseJson(await bag.read("data/proofs.json"));
  const c = catalogueShape(catalogue) ? catalogue : null, p = proofsShape(proofs) ? proofs : null;
  const contents = {
    catalogue: c, events: readEvents(await bag.read("data/events.jsonl")), proofs: p && p.proofs, keys: p ? p.keys : {},
    file: c ? c.file : {}, papers: c ? c.papers : [], evidence: c ? c.evidence : [], stated: c ? c.events : {},
  };
  contents.items = [...contents.papers, ...contents.evidence];
  contents.label = (item) => {
    const group = has(item, "volume") ? VOLUMES[item.volume] : "证据";
    return `${group}${BINDING.includes(item.code) ? "" : `第${item.item}项`}《${item.name}》`;
  };
  contents.labels = new Map(contents.items.filter((i) => i.path).map((i) => [i.path, contents.label(i)]));
  contents.eventLabel = (seq) => {
    const at = c && c.events.index[seq - 1];
    if (!at) return `办案记录第${seq}项`;
    const act = has(c.acts, at[0]) ? c.acts[at[0]] : at[0];
    return `办案记录第${seq}项「${act}${has(HOPS, at[1]) ? HOPS[at[1]] : ""}」`;
  };
  return contents;
};
