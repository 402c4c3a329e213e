// node checker.mjs SCRIPT REQUESTS: for every [transcript, published] of the JSON file REQUESTS one verdict, as one JSON list.
// A transcript that is a text stands for a file of that content, x.json.
// SCRIPT is the checker of the public page, written from docs/draw.md alone; here it runs without a page.
import { readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import vm from "node:vm";

const [script, requests] = process.argv.slice(2);
vm.runInThisContext(readFileSync(script, "utf8"), { filename: script });
const { check, read, sha, before } = globalThis.zhihengDraw;

// its own SHA-256 and order of texts against those of the engine, before anything is judged with them
for (let n = 0; n < 300; n++) {
  const text = "抽a\u{1f3b2}é".repeat(n % 7) + "x".repeat(n);
  if (sha(text) !== createHash("sha256").update(text).digest("hex")) throw new Error(`SHA-256 of ${n} is wrong`);
}
const bytes = (t) => Buffer.from(t, "utf8");
for (const a of ["", "a", "ab", "\uffee", "\u{1f3b2}", "\u{1f3b2}a", "中", "\ue000", "\u{10ffff}"]) {
  for (const b of ["", "a", "b", "\uffee", "\u{1f3b2}", "\u{1f3b3}", "中", "\ue000"]) {
    if (Math.sign(before(a, b)) !== Math.sign(bytes(a).compare(bytes(b)))) throw new Error(`order of ${a} and ${b}`);
  }
}
const verdicts = JSON.parse(readFileSync(requests, "utf8")).map(([given, published]) => {
  let said = given;
  try { if (typeof given === "string") said = read(given, "x.json"); } catch (error) { return { unreadable: error.message }; }
  const { ok, number, equal, total, faults, places } = check(said, published);
  return { ok, number, equal, total, faults, result: places.map((p) => [p.rank, p.row[0], p.stratum, p.officers, p.says]) };
});
process.stdout.write(JSON.stringify(verdicts));
