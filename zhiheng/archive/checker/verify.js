// The whole check, finding for finding as zhiheng/archive/verify.py.
const RECORDS = {
  "data/events.jsonl": "办案记录（events.jsonl）", "data/catalogue.json": "卷内目录数据（catalogue.json）",
  "data/proofs.json": "校验点证明（proofs.json）", "data/核验.html": "核验页（核验.html）",
};
const TAGS = {
  "bagit.txt": "包声明（bagit.txt）", "bag-info.txt": "包信息（bag-info.txt）", "manifest-sha256.txt": "文件清单（manifest-sha256.txt）",
  "seal.json": "案卷包签章（seal.json）", "tagmanifest-sha256.txt": "标签清单（tagmanifest-sha256.txt）",
};
const finding = (code, item, says) => ({ code, item, says });

const checkPayload = (bag, listing, hashes, contents) => {
  const items = [], records = [];
  for (const [path, expected] of listing) {
    const code = !hashes.has(path) ? "missing" : hashes.get(path) !== expected ? "changed" : "";
    if (!code) continue;
    const label = RECORDS[path] || contents.labels.get(path) || `文件“${path}”`;
    (has(RECORDS, path) ? records : items).push(finding(code, path, label + (code === "changed" ? "内容被改动" : "缺失")));
  }
  for (const p of Object.keys(RECORDS)) if (!listing.has(p) && !hashes.has(p)) records.push(finding("missing", p, RECORDS[p] + "缺失"));
  const added = [...bag.names.filter((n) => n.startsWith("data/") && !listing.has(n)), ...bag.strangers.map((n) => "../" + n)];
  items.push(...added.sort().map((n) => finding("added", n, `多出文件“${n}”，清单中没有`)));
  items.push(...[...bag.repeated].sort().map((n) => finding("added", n, `压缩包内“${n}”出现两次`)));
  return [items, records];
};

const checkCatalogue = (contents, hashes, named) => {
  const out = [];
  if (!contents.catalogue) return [finding("changed", "data/catalogue.json", "卷内目录数据（catalogue.json）无法读取")];
  for (const i of contents.items) {
    if (named.has(i.path) || (i.withheld && !i.path)) continue;
    if (!hashes.has(i.path)) out.push(finding("missing", i.path, contents.label(i) + "缺失"));
    else if (hashes.get(i.path) !== i.sha256) out.push(finding("changed", i.path, contents.label(i) + "与目录登记的指纹不符"));
  }
  const known = new Set([...contents.items.map((i) => i.path), ...Object.keys(RECORDS)]);
  const strange = [...hashes.keys()].filter((n) => n.startsWith("data/") && !known.has(n) && !named.has(n)).sort();
  return [...out, ...strange.map((n) => finding("added", n, `多出文件“${n}”，目录中没有`))];
};

const checkEvents = (contents) => {
  const events = contents.events, f = contents.file;
  if (events === null) return [finding("event-changed", "data/events.jsonl", "办案记录（events.jsonl）无法读取")];
  const first = contents.catalogue ? genesis(String(f.no), String(f.agency_code), String(f.procedure)) : events.length ? String(events[0].prev) : "";
  const count = contents.stated.count;
  return verifyChain(events, first, contents.stated.head, count >= 0 && count <= 1000000 ? count : undefined)
    .map((b) => finding("event-" + b.kind, String(b.seq), contents.eventLabel(b.seq) + b.why));
};

const checkAttested = (contents) => {
  if (!contents.catalogue || contents.events === null) return [];
  const named = new Set(), held = new Set(), out = [];
  for (const e of contents.events) attested(has(e, "withheld") ? e.attests : bodyOf(e), named);
  for (const i of contents.items) {
    const original = i.original_sha256 || i.sha256;
    held.add(original).add(i.sha256);
    if (!named.has(original) && !BINDING.includes(i.code)) out.push(finding("unattested", i.path, contents.label(i) + "的指纹不在办案记录中"));
  }
  for (const e of contents.events) for (const [key, kind] of [["papers", "文书"], ["evidence", "证据"]]) {
    for (const x of Array.isArray(e[key]) ? e[key] : []) {
      if (!isObject(x) || typeof x.sha256 !== "string" || held.has(x.sha256)) continue;
      out.push(finding("unlisted", x.sha256, `${contents.eventLabel(e.seq)}载明的${kind}《${x.name || x.no || x.id || x.code || ""}》不在卷内`));
    }
  }
  return out;
};

const checkOrder = (contents) => {
  const out = [];
  for (const [volume, title] of Object.entries(VOLUMES)) {
    let item = 0, page = 1, order = null;
    for (const p of contents.papers.filter((x) => x.volume === volume && !BINDING.includes(x.code))) {
      item++;
      if (p.item !== item || (order !== null && p.order < order)) out.push(finding("order", p.path, `${title}目录次序不对：《${p.name}》`));
      else if (p.from !== page || p.to !== page + p.pages - 1) out.push(finding("order", p.path, `${title}目录页码不连续：《${p.name}》`));
      page = (p.to || 0) + 1;
      order = p.order;
    }
  }
  contents.evidence.forEach((e, i) => { if (e.item !== i + 1) out.push(finding("order", e.path, `证据目录次序不对：《${e.name}》`)); });
  return out;
};

const checkProofs = (contents) => {
  if (contents.proofs === null) return [[finding("proof", "data/proofs.json", "校验点证明（proofs.json）无法读取")], []];
  const out = [], keys = [], bySeq = new Map((contents.events || []).map((e) => [e.seq, e.hash]));
  for (const given of contents.proofs) {
    const p = given.checkpoint, day = String(p.date);
    if (!verifyProof(given, String(contents.file.no)) || p.agency !== contents.file.agency_code) out.push(finding("proof", day, `${day} 校验点不能证明本案卷`));
    else if (bySeq.has(given.count) && bySeq.get(given.count) !== given.head) out.push(finding("proof", day, `${day} 校验点登记的末端与${contents.eventLabel(given.count)}不符`));
    else if (!bySeq.has(given.count)) out.push(finding("proof", day, `${day} 校验点登记了 ${given.count} 项办案记录，包内没有这么多`));
    const key = String(p.key);
    if (has(contents.keys, key) && signed(p, contents.keys[key])) keys.push(key);
    else out.push(finding("signature", day, `${day} 校验点的签名无效`));
  }
  return [out, keys];
};

const checkSeal = async (bag, hashes, contents) => {
  if (!hashes.has("seal.json")) return [[], []];
  const record = parseJson(await bag.read("seal.json"));
  const good = isObject(record) && record.manifest === hashes.get("manifest-sha256.txt")
    && record.file === contents.file.no && signed(record, record.public);
  return good ? [[], [String(record.key)]] : [[finding("seal", "seal.json", "案卷包签章无效：清单或签章被改动")], []];
};

const checkTags = async (bag, hashes) => {
  const listing = await readManifest(bag, "tagmanifest-sha256.txt");
  if (listing === null) return [finding("tag", "tagmanifest-sha256.txt", TAGS["tagmanifest-sha256.txt"] + "缺失或不可读")];
  const out = [];
  for (const [name, expected] of listing) {
    if (hashes.get(name) !== expected) out.push(finding("tag", name, (TAGS[name] || name) + (hashes.has(name) ? "内容被改动" : "缺失")));
  }
  const extra = bag.names.filter((n) => !n.startsWith("data/") && !listing.has(n) && n !== "tagmanifest-sha256.txt").sort();
  return [...out, ...extra.map((n) => finding("added", n, `多出文件“${n}”，清单中没有`))];
};

const notesOf = (contents, keys, sealed) => {
  const events = contents.events || [], out = [];
  const covered = Math.max(0, ...(contents.proofs || []).map((p) => p.count));
  if (!covered) out.push("包内没有校验点证明：办案记录前后相接，但尚无机关公布的校验点可对照");
  else if (covered < events.length) out.push(`办案记录第${covered + 1}至${events.length}项在最近一次校验点之后，尚未列入校验点`);
  if (!sealed) out.push("案卷包没有有效签章：目录文字、首页等未载入办案记录的内容只能按清单核对");
  if (keys.length) out.push(`签名有效。公钥指纹 ${keys.join("、")}，请与机关公布的指纹核对`);
  const hidden = events.filter((e) => has(e, "withheld")).length;
  if (hidden) out.push(`办案记录有 ${hidden} 项未附内容，其次序、行为名称和指纹仍在链上`);
  return out;
};

const withheldOf = (contents) => contents.items.flatMap((i) => {
  if (i.withheld) return [`${contents.label(i)}未附：${i.withheld}（指纹 ${i.sha256}）`];
  return i.original_sha256 ? [`${contents.label(i)}为隐去副本：${i.redaction}（原件指纹 ${i.original_sha256}）`] : [];
});

// entries: [{name, blob}]; onStep(done, total) is told after each file. Throws Unreadable.
const verifyPackage = async (entries, onStep = () => {}) => {
  const bag = openBag(entries);
  const listing = await readManifest(bag, "manifest-sha256.txt");
  if (listing === null) throw new Unreadable("不是案卷包：文件清单 manifest-sha256.txt 缺失或不可读。");
  const hashes = new Map();
  for (const [done, name] of bag.names.entries()) {
    hashes.set(name, await bag.hash(name));
    onStep(done + 1, bag.names.length);
  }
  const contents = await loadContents(bag);
  const [items, records] = checkPayload(bag, listing, hashes, contents);
  const listed = checkCatalogue(contents, hashes, new Set(items.map((f) => f.item)));
  const events = checkEvents(contents), attests = events.length ? [] : checkAttested(contents);
  const [proofs, proofKeys] = checkProofs(contents), [sealed, sealKeys] = await checkSeal(bag, hashes, contents);
  const keys = [...new Set([...proofKeys, ...sealKeys])];
  const broken = [...items, ...listed, ...events, ...attests, ...checkOrder(contents), ...proofs, ...records,
    ...await checkTags(bag, hashes), ...sealed];
  const numbered = contents.papers.filter((p) => !BINDING.includes(p.code));
  const counts = {
    main: numbered.filter((p) => p.volume === "main").length, sub: numbered.filter((p) => p.volume === "sub").length,
    evidence: contents.evidence.length, events: (contents.events || []).length,
  };
  const more = broken.length > 1 ? `（另有 ${broken.length - 1} 处）` : "";
  const verdict = broken.length ? `不完整：${broken[0].says}${more}`
    : `完整：正卷 ${counts.main} 件、副卷 ${counts.sub} 件、证据 ${counts.evidence} 件、办案记录 ${counts.events} 项，未发现改动、增加、缺少或调换`;
  const report = {
    ok: !broken.length, verdict, title: String(contents.file.title ?? ""), broken,
    notes: notesOf(contents, keys, sealKeys.length > 0), withheld: withheldOf(contents), counts, keys,
  };
  return { report, contents, hashes };
};
