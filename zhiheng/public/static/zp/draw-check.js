// Checks a published draw on the reader's own machine. Written from docs/draw.md alone, without a library and without a network.
// The same file is the worker of the page and runs in Node as well (globalThis.zhihengDraw); what is seen is draw-check-page.js.
(() => {
  "use strict";
  const RULE = "zhiheng-draw-1", SHOWN = 20;
  const KINDS = { setting: 2, item: 2, stratum: 3, candidate: 6, excluded: 3, officer: 5, recusal: 3, former: 3 };
  const ZH = { setting: "设定", item: "事项", stratum: "分层", candidate: "名录", excluded: "剔除", officer: "执法人员", recusal: "回避", former: "上次同组" };
  const FIELDS = ["number", "agency", "title", "pool_hash", "secret_hash", "public_source", "public_at", "committed_at", "replaces", "reason", "rule"];
  const STRAY = /[\u0000-\u001f\u007f\u2028\u2029]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
  const MOMENT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:([+-])(\d\d):(\d\d)|Z)$/;
  const EDGE = /^(?:[^\S\ufeff]|\u0085)|(?:[^\S\ufeff]|\u0085)$/;  // white space at an end
  class Wrong extends Error {}

  // ---- SHA-256 (FIPS 180-4): one hasher for millions of short texts, its buffers made once ----
  const root = (n, power) => {  // the first 32 bits of the fraction of a square or cube root, found with whole numbers
    const target = BigInt(n) << BigInt(32 * power);
    let low = 0n, high = 1n << 40n;
    while (low + 1n < high) { const middle = (low + high) >> 1n; if (middle ** BigInt(power) <= target) low = middle; else high = middle; }
    return Number(BigInt.asIntN(32, low));
  };
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
  const K = Int32Array.from(primes, (p) => root(p, 3)), START = Int32Array.from(primes.slice(0, 8), (p) => root(p, 2));
  const W = new Int32Array(64), OUT = new Int32Array(8), TAIL = new Uint8Array(128);
  const block = (d, at) => {
    for (let i = 0; i < 16; i++, at += 4) W[i] = (d[at] << 24) | (d[at + 1] << 16) | (d[at + 2] << 8) | d[at + 3];
    for (let i = 16; i < 64; i++) {
      const x = W[i - 15], y = W[i - 2];
      W[i] = (W[i - 16] + (((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)) + W[i - 7]
        + (((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10))) | 0;
    }
    let a = OUT[0], b = OUT[1], c = OUT[2], e = OUT[3], f = OUT[4], g = OUT[5], h = OUT[6], k = OUT[7];
    for (let i = 0; i < 64; i++) {
      const one = (k + (((f >>> 6) | (f << 26)) ^ ((f >>> 11) | (f << 21)) ^ ((f >>> 25) | (f << 7))) + ((f & g) ^ (~f & h)) + K[i] + W[i]) | 0;
      const two = ((((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      k = h; h = g; g = f; f = (e + one) | 0; e = c; c = b; b = a; a = (one + two) | 0;
    }
    OUT[0] += a; OUT[1] += b; OUT[2] += c; OUT[3] += e; OUT[4] += f; OUT[5] += g; OUT[6] += h; OUT[7] += k;
  };
  const digest = (bytes, size) => {  // the result stands in OUT
    OUT.set(START);
    const whole = size - (size % 64);
    for (let at = 0; at < whole; at += 64) block(bytes, at);
    TAIL.fill(0);
    for (let i = whole; i < size; i++) TAIL[i - whole] = bytes[i];
    TAIL[size - whole] = 0x80;
    const end = size - whole < 56 ? 64 : 128, high = Math.floor(size / 0x20000000), low = (size << 3) >>> 0;
    for (let i = 0; i < 4; i++) { TAIL[end - 8 + i] = high >>> (24 - 8 * i); TAIL[end - 4 + i] = low >>> (24 - 8 * i); }
    block(TAIL, 0);
    if (end === 128) block(TAIL, 64);
  };
  let buffer = new Uint8Array(4096), stray = false;
  const encode = (text, from) => {  // UTF-8 into the buffer; where it ends. Whether a sign was met that may not stand in a pool is kept in `stray`
    if (buffer.length <= from + text.length * 3) { const wider = new Uint8Array((from + text.length * 3 + 1) * 2); wider.set(buffer); buffer = wider; }
    let at = from;
    for (let i = 0; i < text.length; i++) {
      let c = text.charCodeAt(i);
      if (c >= 0xd800 && c < 0xe000) {
        const next = c < 0xdc00 && i + 1 < text.length ? text.charCodeAt(i + 1) : 0;
        if (next >= 0xdc00 && next < 0xe000) { c = 0x10000 + ((c - 0xd800) << 10) + (next - 0xdc00); i += 1; } else stray = true;
      }
      if (c < 0x20 || c === 0x7f || c === 0x2028 || c === 0x2029) stray = true;
      if (c < 0x80) buffer[at++] = c;
      else if (c < 0x800) { buffer[at++] = 0xc0 | (c >> 6); buffer[at++] = 0x80 | (c & 63); }
      else if (c < 0x10000) { buffer[at++] = 0xe0 | (c >> 12); buffer[at++] = 0x80 | ((c >> 6) & 63); buffer[at++] = 0x80 | (c & 63); }
      else { buffer[at++] = 0xf0 | (c >> 18); buffer[at++] = 0x80 | ((c >> 12) & 63); buffer[at++] = 0x80 | ((c >> 6) & 63); buffer[at++] = 0x80 | (c & 63); }
    }
    return at;
  };
  const DIGIT = Uint8Array.from("0123456789abcdef", (d) => d.charCodeAt(0));
  const marked = (mark) => {  // whether a mark is the beginning of OUT, without making a text of it
    if (typeof mark !== "string" || mark.length !== 16) return false;
    for (let i = 0; i < 16; i++) if (mark.charCodeAt(i) !== DIGIT[(OUT[i >> 3] >>> (28 - 4 * (i & 7))) & 15]) return false;
    return true;
  };
  const word = (n) => (n >>> 0).toString(16).padStart(8, "0");
  const hex = () => Array.from(OUT, word).join("");
  const sha = (text) => { digest(buffer, encode(text, 0)); return hex(); };

  // ---- small things ----
  const before = (a, b) => {  // texts by code points: -1, 0, 1
    if (a === b) return 0;
    const n = Math.min(a.length, b.length);
    for (let i = 0; i < n; i++) {
      let x = a.charCodeAt(i), y = b.charCodeAt(i);
      if (x === y) continue;
      if (x >= 0xd800 && y >= 0xd800) { x = x >= 0xe000 ? x - 0x800 : x + 0x2000; y = y >= 0xe000 ? y - 0x800 : y + 0x2000; }
      return x < y ? -1 : 1;
    }
    return a.length < b.length ? -1 : 1;
  };
  const rowBefore = (a, b) => {
    for (let i = 0; i < a.length && i < b.length; i++) { const c = before(a[i], b[i]); if (c) return c; }
    return a.length - b.length;
  };
  const text = (said, key) => {
    const value = said[key];
    if (typeof value !== "string" || STRAY.test(value) || EDGE.test(value)) throw new Wrong(`抽取记录的「${key}」缺少，或者含有控制字符、首尾空格`);
    return value;
  };
  const whole = (value, says) => { if (!/^[0-9]{1,9}$/.test(value)) throw new Wrong(says); return Number(value); };
  const moment = (written) => {  // milliseconds; NaN for what no calendar has
    const found = MOMENT.exec(written);
    if (!found) return NaN;
    const [y, m, d, h, min, s] = found.slice(1, 7).map(Number), [sign, oh, om] = [found[7] === "-" ? -1 : 1, Number(found[8] || 0), Number(found[9] || 0)];
    const days = [31, y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    if (y < 1 || m < 1 || m > 12 || d < 1 || d > days[m - 1] || h > 23 || min > 59 || s > 59 || oh > 23 || om > 59) return NaN;
    return new Date(0).setUTCFullYear(y, m - 1, d) + ((h - sign * oh) * 60 + min - sign * om) * 60000 + s * 1000;
  };
  const plain = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const HALF = 1n << 54n, TOP = 2 ** 53;
  const key = (x, w) => (x >= TOP / 2 ? -Math.log1p(-(2 * (TOP - x) - 1) / 2 ** 54) : -Math.log((2 * x + 1) / 2 ** 54)) / w;
  const exact = (p, q) => {  // the lawful order of two of a stratum; rounding decides only what is far apart
    if (Math.abs(p.key - q.key) > 1e-9 * Math.max(p.key, q.key)) return p.key - q.key;
    const left = (2n * BigInt(p.x) + 1n) ** BigInt(q.w) * HALF ** BigInt(p.w), right = (2n * BigInt(q.x) + 1n) ** BigInt(p.w) * HALF ** BigInt(q.w);
    return left > right ? -1 : left < right ? 1 : before(p.row[0], q.row[0]);
  };

  // ---- the check, step by step ----
  const commitmentOf = (said) => {
    const c = plain(said.commitment) ? said.commitment : {};
    for (const name of FIELDS) {
      if (typeof c[name] !== "string") throw new Wrong(`承诺缺少「${name}」`);
      if (STRAY.test(c[name])) throw new Wrong(`承诺的「${name}」含有控制字符`);
    }
    if (c.rule !== RULE) throw new Wrong(`不认识的抽取规则「${c.rule}」`);
    const [sure, out] = [c.committed_at, c.public_at].map(moment);
    if (Number.isNaN(sure) || Number.isNaN(out)) throw new Wrong("承诺书的时间无法识别，或者没有写明时区");
    if (out <= sure) throw new Wrong("公开随机数的时间须晚于承诺公布的时间，否则等于先看到结果再定名录");
    return c;
  };
  const poolOf = (said) => {
    const pool = said.pool, kinds = Object.keys(KINDS);
    if (!plain(pool) || Object.keys(pool).length !== kinds.length || !kinds.every((k) => Array.isArray(pool[k]))) throw new Wrong("抽取记录里没有完整的名录");
    for (const kind of kinds) for (const row of pool[kind]) {
      if (!Array.isArray(row)) throw new Wrong("抽取记录的名录里有一行不是列表");
      for (const cell of row) if (typeof cell !== "string") throw new Wrong(`${ZH[kind]}里有不是文字的内容`);
    }
    return pool;
  };
  const touched = (kind, rows, mine, held, faults) => {
    if (!held) { faults.push({ where: kind, row: "", says: `${ZH[kind]}没有逐行记号，无法指明哪一行` }); return; }
    const known = new Set(held), there = new Set(mine);
    const strange = rows.filter((_, i) => !known.has(mine[i])), gone = held.filter((m) => !there.has(m)).length;
    for (const row of strange.slice(0, SHOWN)) {
      faults.push({ where: kind, row: row[0] || "", says: `${ZH[kind]}中「${row.slice(0, 3).filter(Boolean).join("，").slice(0, 120)}」这一行与承诺时不同` });
    }
    if (gone > strange.length) faults.push({ where: kind, row: "", says: `${ZH[kind]}比承诺时少了 ${gone - strange.length} 行` });
    if (!strange.length && !gone) faults.push({ where: kind, row: "", says: `${ZH[kind]}的行的次序或行数与承诺时不同` });
  };
  const digests = (pool, said, faults, tell) => {  // marks compared; the pool's hash, and kinds in whose texts no stray sign was met
    let size = 0, at = 0;
    for (const kind in KINDS) size += pool[kind].length * 32 + 64;
    const all = new Uint8Array(size), view = new DataView(all.buffer), clean = new Set();
    for (const kind in KINDS) {
      const rows = pool[kind], held = plain(said.marks) && Array.isArray(said.marks[kind]) ? said.marks[kind] : null, head = encode(`${kind} ${rows.length}\n`, 0);
      all.set(buffer.subarray(0, head), at);
      at += head;
      const first = at, from = encode(kind, 0);
      let same = held !== null && held.length === rows.length;
      stray = false;
      for (let n = 0; n < rows.length; n++) {
        const row = rows[n];
        let end = from;
        for (let i = 0; i < row.length; i++) { buffer[end] = 9; end = encode(row[i], end + 1); }
        digest(buffer, row.length ? end : encode("\t", from));
        for (let i = 0; i < 8; i++) view.setInt32(at + 4 * i, OUT[i]);
        at += 32;
        same = same && marked(held[n]);
        if (n % 50000 === 49999) tell(`正在核对${ZH[kind]} ${n + 1}/${rows.length} 行……`);
      }
      if (!stray) clean.add(kind);
      if (!same) touched(kind, rows, rows.map((_, n) => word(view.getInt32(first + 32 * n)) + word(view.getInt32(first + 32 * n + 4))), held, faults);
    }
    digest(all, at);
    return { hash: hex(), clean };
  };
  const sensible = (pool, clean, ordered) => {  // the settings, when the pool makes sense; where rows stand in order, equal ids stand side by side
    for (const kind in KINDS) for (const row of pool[kind]) {
      if (row.length !== KINDS[kind]) throw new Wrong(`${ZH[kind]}的一行有 ${row.length} 项，应为 ${KINDS[kind]} 项`);
      if (!clean.has(kind)) for (const cell of row) if (STRAY.test(cell)) throw new Wrong(`${ZH[kind]}的一行含有换行、制表等控制字符`);
    }
    for (const kind of ["setting", "stratum", "candidate", "excluded", "officer"]) {
      const seen = new Set(), rows = pool[kind], lined = ordered.has(kind);
      for (let n = 0; n < rows.length; n++) {
        const id = rows[n][0];
        if (lined ? n > 0 && rows[n - 1][0] === id : seen.has(id)) throw new Wrong(`${ZH[kind]}中「${id}」出现两次`);
        if (!lined) seen.add(id);
      }
    }
    const strata = new Map(pool.stratum.map(([id, title, take]) => [id, { title, take: whole(take, `分层「${id}」的抽取数不是整数`), rows: new Map(), held: 0 }]));
    const out = new Set(pool.excluded.map((r) => r[0]));
    for (const row of pool.candidate) {
      const stratum = strata.get(row[2]);
      if (!stratum) throw new Wrong(`「${row[1]}」（${row[0]}）的分层「${row[2]}」没有登记`);
      const same = stratum.rows.get(row[3]);
      if (!same && (!/^[1-9][0-9]{0,3}$/.test(row[3]) || Number(row[3]) > 1000)) throw new Wrong(`「${row[1]}」（${row[0]}）的权重须为 1 至 1000 的整数`);
      if (out.has(row[0])) throw new Wrong(`「${row[0]}」既在名录内又被剔除`);
      stratum.held += 1;
      if (same) same.push(row); else stratum.rows.set(row[3], [row]);
    }
    for (const s of strata.values()) if (s.take > s.held) throw new Wrong(`分层「${s.title}」只有 ${s.held} 家，不能抽取 ${s.take} 家`);
    for (const row of pool.officer) whole(row[4], `执法人员「${row[1]}」的任务上限不是整数`);
    const set = pool.setting.find((r) => r[0] === "officers_per_place"), per = whole(set ? set[1] : "2", "每一对象的执法人员数不是整数");
    if (per === 1 || per > 6) throw new Wrong("每一对象的执法人员不得少于两名（行政处罚法第42条第1款），也不得多于六名");
    return { strata, per };
  };
  const numberOf = (seed, t) => {
    if (buffer.length < 4096) throw new Error("buffer");
    buffer.set(seed);
    digest(buffer, encode(t, 32));
    return (OUT[0] >>> 0) * 2 ** 21 + (OUT[1] >>> 11);
  };
  const placesOf = (strata, seed, tell) => {
    const places = [];
    let done = 0;
    for (const [id, stratum] of strata) {
      const ahead = [];
      for (const [weight, rows] of stratum.rows) {
        const numbers = new Float64Array(rows.length);
        for (let n = 0; n < rows.length; n++) {
          numbers[n] = numberOf(seed, rows[n][0]);
          if (++done % 50000 === 0) tell(`正在重新抽取，已算 ${done} 家……`);
        }
        const least = stratum.take >= rows.length ? -1 : stratum.take ? Float64Array.from(numbers).sort()[rows.length - stratum.take] : Infinity;
        const w = Number(weight);
        rows.forEach((row, n) => { if (numbers[n] >= least) ahead.push({ row, w, x: numbers[n], key: key(numbers[n], w) }); });
      }
      for (const { row } of ahead.sort(exact).slice(0, stratum.take)) places.push({ rank: places.length + 1, row, stratum: id, officers: [], says: "" });
    }
    return places;
  };
  const sendOfficers = (pool, places, per, seed) => {
    const away = new Map(), former = new Map(), load = new Map(), paired = new Map();
    for (const [officer, candidate] of pool.recusal) away.set(candidate, (away.get(candidate) || new Set()).add(officer));
    for (const [candidate, one, other] of pool.former) former.set(candidate, [one, other]);
    const people = pool.officer.map(([id, , fields, areas, limit]) => {
      load.set(id, 0);
      return { id, fields: new Set(fields.split("|")), areas: areas ? new Set(areas.split("|")) : null, limit: Number(limit) };
    });
    for (const place of places) {
      const [id, , , , field, area] = place.row;
      place.fit = people.filter((o) => (!field || o.fields.has(field)) && (!o.areas || o.areas.has(area)) && !(away.has(id) && away.get(id).has(o.id)));
    }
    for (const place of [...places].sort((a, b) => a.fit.length - b.fit.length || a.rank - b.rank)) {
      const id = place.row[0], last = former.get(id), free = place.fit.filter((o) => load.get(o.id) < o.limit);
      if (free.length < per) {
        place.says = `可派人员 ${free.length} 名，不足 ${per} 名（符合条件 ${place.fit.length} 名，其余已达任务上限）`;
        continue;
      }
      const order = free.map((o) => ({ id: o.id, load: load.get(o.id), x: numberOf(seed, `officer\t${id}\t${o.id}`) }))
        .sort((a, b) => a.load - b.load || b.x - a.x || before(a.id, b.id));
      let best = null;
      for (let i = 0; i < Math.min(8, order.length); i++) for (let j = i + 1; j < Math.min(8, order.length); j++) {
        const a = order[i], b = order[j];
        if (last && ((last[0] === a.id && last[1] === b.id) || (last[0] === b.id && last[1] === a.id))) continue;
        const pair = [a.id, b.id].sort(before).join("\t"), rank = [paired.get(pair) || 0, a.load + b.load, i + j, i];
        const lower = best && rank.findIndex((v, n) => v !== best.rank[n]);
        if (!best || (lower >= 0 && rank[lower] < best.rank[lower])) best = { rank, pair, ids: [a.id, b.id] };
      }
      if (!best) { place.says = "可派的两名人员与上次检查同组，没有其他人可换"; continue; }
      paired.set(best.pair, (paired.get(best.pair) || 0) + 1);
      place.officers = [...best.ids, ...order.map((o) => o.id).filter((o) => !best.ids.includes(o)).slice(0, per - 2)];
      for (const o of place.officers) load.set(o, load.get(o) + 1);
    }
  };
  const same = (given, p) => Array.isArray(given) && given.length === 5 && given[0] === p.rank && given[1] === p.row[0] && given[2] === p.stratum
    && Array.isArray(given[3]) && given[3].length === p.officers.length && given[3].every((o, i) => o === p.officers[i]) && given[4] === p.says;

  /* The verdict on a transcript as parsed. `published`: hash of the commitment (64 digits), or the commitment, kept from before; or null. */
  const check = (said, published = null, tell = () => {}) => {
    const faults = [], given = plain(said) && Array.isArray(said.result) ? said.result : [];
    const answer = { ok: false, number: plain(said) ? String(said.number ?? "") : "", equal: 0, total: given.length, faults, places: [], wrong: [] };
    const fault = (where, says, row = "") => faults.push({ where, row, says });
    try {
      if (!plain(said)) throw new Wrong("这不是抽取记录：最外层应为一个对象");
      if (said.format !== RULE) throw new Wrong(`不认识的格式「${String(said.format).slice(0, 40)}」，应为 ${RULE}`);
      const c = commitmentOf(said), pool = poolOf(said);
      const hash = sha(FIELDS.map((name) => `${name}\t${c[name]}\n`).join("")), secret = text(said, "secret");
      if (said.number !== c.number) fault("number", `抽取编号 ${said.number} 与承诺的 ${c.number} 不符`);
      if (said.commitment_hash !== hash) fault("commitment", "承诺书的指纹与内容不符");
      if (typeof published === "string" && published.toLowerCase() !== hash) fault("commitment", "承诺书与事先公布的不同（指纹不一致）", "hash");
      if (plain(published)) for (const name of FIELDS) if (published[name] !== c[name]) fault("commitment", `承诺书的「${name}」与事先公布的不同`, name);
      if (sha(secret) !== c.secret_hash) fault("secret", "秘密值与承诺的指纹不符");
      const { hash: poolHash, clean } = digests(pool, said, faults, tell), ordered = new Set();
      if (poolHash !== c.pool_hash) {
        fault("pool", "名录与承诺的指纹不符" + (faults.length ? "" : "，但没有一行与其记号不符：行的次序或记号本身被改过"));
      }
      for (const kind in KINDS) {
        const rows = pool[kind];
        if (rows.every((row, n) => n === 0 || rowBefore(rows[n - 1], row) < 0)) ordered.add(kind);
        else fault(kind, `${ZH[kind]}的行没有按规定的次序排列，或者有重复的行`);
      }
      const seedHex = sha([RULE, hash, secret, text(said, "public_number")].join("\n"));
      if (!said.public_number) throw new Wrong("没有公开随机数，不能揭晓");
      if (said.seed !== seedHex) fault("seed", "随机种子不是由承诺、秘密值和公开随机数算出的");
      const seed = Uint8Array.from(seedHex.match(/../g), (h) => parseInt(h, 16)), { strata, per } = sensible(pool, clean, ordered);
      answer.places = placesOf(strata, seed, tell);
      tell("正在重新分派执法人员……");
      if (per) sendOfficers(pool, answer.places, per, seed);
      const names = new Map(pool.officer.map((r) => [r[0], r[1]])), team = (p) => p.officers.map((o) => names.get(o)).join("、") || "无";
      answer.total = Math.max(given.length, answer.places.length);
      for (let n = 0; n < answer.total; n++) {
        const p = answer.places[n];
        if (p && same(given[n], p)) { answer.equal += 1; continue; }
        answer.wrong.push(n + 1);
        if (answer.wrong.length > SHOWN) continue;
        fault("result", p ? `结果第 ${n + 1} 行应为 ${p.row[1]}（${p.row[0]}），人员 ${team(p)}` : `结果第 ${n + 1} 行是多出来的`, String(n + 1));
      }
      answer.ok = !faults.length;
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      fault("transcript", error.message);
    }
    return answer;
  };

  // ---- what a page asks: judge a file, show further lines, find an enterprise ----
  class Unread extends Error {}
  const SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);
  const keysOf = (value) => {  // how many keys the objects of a parsed text have
    const open = [value];
    let count = 0;
    while (open.length) {
      const one = open.pop(), held = Array.isArray(one) ? one : Object.values(one ?? {});
      if (!Array.isArray(one)) count += held.length;
      for (let n = 0; n < held.length; n++) if (typeof held[n] === "object" && held[n] !== null) open.push(held[n]);
    }
    return count;
  };
  const keysWritten = (written) => {  // at least as many as stand in the text: colons behind a quotation mark
    let count = 0;
    for (let at = written.indexOf(":"); at >= 0; at = written.indexOf(":", at + 1)) {
      let back = at - 1;
      while (SPACE.has(written.charCodeAt(back))) back -= 1;
      if (written[back] === '"') count += 1;
    }
    return count;
  };
  const writtenTwice = (written) => {  // the first key that stands twice in its object, or null; of sound JSON
    const open = [];
    for (const [token, name, colon] of written.matchAll(/("(?:[^"\\]|\\.)*")[ \t\n\r]*(:)?|[{}]/g)) {
      if (token === "{") open.push([]);
      else if (token === "}") {
        const seen = new Set(), twice = open.pop().find((key) => seen.has(key) || !seen.add(key));
        if (twice !== undefined) return twice;
      } else if (colon) open[open.length - 1].push(JSON.parse(name));
    }
    return null;
  };
  const read = (written, name) => {  // a key twice would let one program read the first and another the second
    let said;
    try { said = JSON.parse(written); } catch (error) { throw new Unread("这不是完整的 JSON：像是没有下载完整，或者选错了文件"); }
    const twice = typeof said === "object" && keysWritten(written) > keysOf(said) ? writtenTwice(written) : null;
    if (twice === null) return said;
    const shown = (text) => text.replace(/[\p{C}\p{Z}]/gu, (sign) => (sign === " " ? sign : "?"));
    throw new Unread(`${shown(name)} 里「${[...shown(twice)].slice(0, 40).join("")}」写了两次，不同程序会读出不同内容`);
  };
  const parsed = async (file) => {
    let written;
    try { written = await file.text(); } catch (error) { throw new Unread("文件读不出来，或者太大，浏览器装不下；可以改用命令 zhiheng draw verify"); }
    if (!written.trim()) throw new Unread("文件是空的");
    if (written.includes("\u0000") || written.includes("\ufffd")) throw new Unread("这不是抽取记录：不是文字（UTF-8），或者已经损坏");
    return read(written, file.name || "抽取记录");
  };
  const served = () => {  // one page's memory: serve(request, post)
    let said = null, answer = null, people = new Map(), titles = new Map(), ranks = new Map(), firms = new Map();
    const line = (p, n) => {
      const given = Array.isArray(said.result) ? said.result[n] : undefined, good = p && same(given, p), row = p ? p.row : null;
      const name = (id) => people.get(id) || String(id);
      const told = !good && Array.isArray(given) ? `文件写的是：${firms.get(given[1]) || given[1]}，${Array.isArray(given[3]) ? given[3].map(name).join("、") || "无人" : ""}` : good ? "" : "文件里没有这一行";
      if (!row) return { rank: n + 1, name: Array.isArray(given) ? firms.get(given[1]) || String(given[1] ?? "—") : "—", id: "", stratum: "", weight: "", officers: "", says: "结果里多出来的一行", told, good: false };
      return { rank: p.rank, name: row[1], id: row[0], stratum: titles.get(row[2]), weight: row[3], officers: p.officers.map(name).join("、") || "—",
        says: p.says, told, good };
    };
    const lines = (from, count) => Array.from({ length: Math.max(0, Math.min(count, answer.total - from)) }, (_, i) => line(answer.places[from + i], from + i));
    const find = (wanted) => {
      const found = [], pool = said.pool, most = 20;
      let more = 0;
      const look = (rows, tell) => {
        for (const row of rows) if (row[1].includes(wanted) || row[0].includes(wanted)) { if (found.length < most) found.push(tell(row)); else more += 1; }
      };
      look(pool.candidate, (row) => ({ name: row[1], id: row[0], rank: ranks.get(row[0]) || 0, stratum: titles.get(row[2]), weight: row[3], out: "" }));
      look(pool.excluded, (row) => ({ name: row[1], id: row[0], rank: 0, stratum: "", weight: "", out: row[2] }));
      return { found, more };
    };
    return async (request, post) => {
      if (request.find !== undefined) return post({ find: request.find, ...find(request.find) });
      if (request.from !== undefined) return post({ lines: lines(request.from, request.count), from: request.from });
      try {
        post({ progress: "正在读取文件……" });
        said = await parsed(request.file);
        answer = check(said, request.published || null, (progress) => post({ progress }));
        const c = plain(said.commitment) ? said.commitment : {}, whole = !answer.faults.some((f) => f.where === "transcript");
        const pool = whole ? said.pool : { candidate: [], excluded: [], officer: [], recusal: [], stratum: [] };
        people = new Map(pool.officer.map((r) => [r[0], r[1]]));
        titles = new Map(pool.stratum.map((r) => [r[0], r[1]]));
        const listed = new Set(whole && Array.isArray(said.result) ? said.result.map((g) => (Array.isArray(g) ? g[1] : "")) : []);
        firms = new Map(pool.candidate.filter((r) => listed.has(r[0])).map((r) => [r[0], r[1]]));
        ranks = new Map(answer.places.map((p) => [p.row[0], p.rank]));
        const count = (kind) => pool[kind].length;
        post({ verdict: { ok: answer.ok, whole, number: answer.number, equal: answer.equal, total: answer.total, faults: answer.faults, commitment: whole ? c : {},
          hash: whole ? sha(FIELDS.map((name) => `${name}\t${c[name]}\n`).join("")) : "", publicNumber: whole ? said.public_number : "",
          counts: { candidate: count("candidate"), excluded: count("excluded"), officer: count("officer"), recusal: count("recusal") },
          lines: whole ? lines(0, request.count) : [] } });
      } catch (error) {
        post({ unreadable: error instanceof Unread ? error.message : "核验时出错，请重新选择文件；仍不行的，可以改用命令 zhiheng draw verify" });
      }
    };
  };

  globalThis.zhihengDraw = { check, read, sha, before, served };
  if (typeof WorkerGlobalScope !== "undefined" && globalThis instanceof WorkerGlobalScope) {
    const serve = served();
    globalThis.onmessage = (event) => serve(event.data, (answer) => globalThis.postMessage(answer));
  }
})();
