// Reading a package: a zip (stored and deflated entries, also beyond 4 GB) or the files of a folder.
class Unreadable extends Error {}
const LARGE = 128 * 1024 * 1024;

const readZip = async (file) => {
  const bytes = async (from, to) => new DataView(await file.slice(from, to).arrayBuffer());
  const tailAt = Math.max(0, file.size - 65557), tail = await bytes(tailAt, file.size);
  let end = tail.byteLength - 22;
  while (end >= 0 && tail.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw new Unreadable("不是可读的压缩包，文件可能没有传完。");
  let count = tail.getUint16(end + 10, true), size = tail.getUint32(end + 12, true), at = tail.getUint32(end + 16, true);
  if (count === 0xffff || at === 0xffffffff || size === 0xffffffff) {
    const locator = end - 20;
    if (locator < 0 || tail.getUint32(locator, true) !== 0x07064b50) throw new Unreadable("不是可读的压缩包，文件可能没有传完。");
    const where = Number(tail.getBigUint64(locator + 8, true)), record = await bytes(where, where + 56);
    count = Number(record.getBigUint64(32, true)); size = Number(record.getBigUint64(40, true)); at = Number(record.getBigUint64(48, true));
  }
  const central = await bytes(at, at + size), entries = [];
  let p = 0;
  for (let i = 0; i < count; i++) {
    if (p + 46 > central.byteLength || central.getUint32(p, true) !== 0x02014b50) throw new Unreadable("不是可读的压缩包，文件可能没有传完。");
    const nameLength = central.getUint16(p + 28, true), extraLength = central.getUint16(p + 30, true);
    const entry = {
      name: new TextDecoder().decode(new Uint8Array(central.buffer, p + 46, nameLength)),
      method: central.getUint16(p + 10, true), packed: central.getUint32(p + 20, true),
      size: central.getUint32(p + 24, true), at: central.getUint32(p + 42, true),
    };
    readExtra(central, p + 46 + nameLength, extraLength, entry);
    entries.push(entry);
    p += 46 + nameLength + extraLength + central.getUint16(p + 32, true);
  }
  return entries.filter((e) => !e.name.endsWith("/")).map((e) => ({ name: e.name, blob: () => entryBlob(file, e) }));
};

const readExtra = (view, from, length, entry) => {
  for (let at = from; at + 4 <= from + length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let field = at + 4;
    for (const key of ["size", "packed", "at"]) {
      if (entry[key] === 0xffffffff) { entry[key] = Number(view.getBigUint64(field, true)); field += 8; }
    }
  }
};

const entryBlob = async (file, entry) => {
  const local = new DataView(await file.slice(entry.at, entry.at + 30).arrayBuffer());
  if (local.getUint32(0, true) !== 0x04034b50) throw new Error("damaged entry");
  const start = entry.at + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  const packed = file.slice(start, start + entry.packed);
  if (entry.method === 0) return packed;
  if (entry.method !== 8) throw new Error("unknown method");
  return new Response(packed.stream().pipeThrough(new DecompressionStream("deflate-raw"))).blob();
};

const blobSha256 = async (blob) => {
  if (globalThis.crypto && crypto.subtle && blob.size <= LARGE) {
    return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer())));
  }
  const digest = new Sha256(), step = 8 * 1024 * 1024;
  for (let at = 0; at < blob.size; at += step) digest.update(new Uint8Array(await blob.slice(at, at + step).arrayBuffer()));
  return toHex(digest.digest());
};

// entries: [{name, blob: () => Promise<Blob>}]
const openBag = (entries) => {
  const byName = new Map(), repeated = [];
  for (const e of entries) {
    if (byName.has(e.name) && !repeated.includes(e.name)) repeated.push(e.name);
    byName.set(e.name, e); // the later one counts, as in every zip reader that looks names up
  }
  const homes = [...byName.keys()].filter((n) => n === "bagit.txt" || n.endsWith("/bagit.txt"))
    .map((n) => n.slice(0, -"bagit.txt".length)).sort((a, b) => a.length - b.length);
  if (!homes.length) throw new Unreadable("不是案卷包：里面没有 bagit.txt。");
  const home = homes[0], all = [...byName.keys()];
  const blob = (name) => byName.get(home + name).blob();
  return {
    names: all.filter((n) => n.startsWith(home)).map((n) => n.slice(home.length)),
    strangers: all.filter((n) => !n.startsWith(home)),
    repeated,
    hash: async (name) => { try { return await blobSha256(await blob(name)); } catch { return ""; } },
    read: async (name) => {
      try { return new Uint8Array(await (await blob(name)).arrayBuffer()); } catch { return null; }
    },
  };
};
const decodeText = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
const decodePath = (path) => path.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
const readManifest = async (bag, name) => {
  const data = await bag.read(name);
  try {
    const out = new Map();
    for (const line of decodeText(data).split(/\r\n|\r|\n/)) {
      if (line === "") continue;
      const found = /^([^ ]{64}) +\*?(.*\S.*)$/.exec(line);
      if (!found) return null;
      out.set(decodePath(found[2]), found[1].toLowerCase());
    }
    return out;
  } catch { return null; }
};
