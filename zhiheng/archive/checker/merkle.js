// Inclusion proofs of RFC 6962 and signed records, as zhiheng/kernel/merkle.py has them.
const leafHash = (data) => sha256(joined(Uint8Array.of(0), data));
const nodeHash = (left, right) => sha256(joined(Uint8Array.of(1), left, right));

const verifyInclusion = (leaf, index, size, path, root) => {
  if (!isInt(index) || !isInt(size) || index < 0 || index >= size) return false;
  let at = index, last = size - 1, computed = leafHash(leaf);
  const up = () => { at = Math.floor(at / 2); last = Math.floor(last / 2); };
  for (const step of path) {
    if (last === 0) return false;
    if (at % 2 || at === last) {
      computed = nodeHash(step, computed);
      while (at && at % 2 === 0) up();
    } else computed = nodeHash(computed, step);
    up();
  }
  return last === 0 && toHex(computed) === root;
};

const verifyProof = (given, file) => {
  try {
    const p = given.checkpoint;
    const leaf = utf8(canonicalText({ file, count: given.count, head: given.head }));
    return p.alg === "sha256" && verifyInclusion(leaf, given.index, p.size, given.path.map(fromHex), p.root.toLowerCase());
  } catch { return false; }
};

const keyId = (publicHex) => toHex(sha256(fromHex(publicHex))).slice(0, 32);
const signed = (record, publicHex) => {
  try {
    const body = Object.fromEntries(Object.entries(record).filter(([k]) => k !== "signature"));
    return keyId(publicHex) === record.key
      && ed25519Verify(fromHex(publicHex), utf8(String(record.type) + "\n" + canonicalText(body)), fromHex(record.signature));
  } catch { return false; }
};
