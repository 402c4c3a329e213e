"""Checking a package without server, database or network. ``checker/*.js`` does the same, sentence for
sentence."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from zhiheng.archive import signing
from zhiheng.archive.bag import Bag, Unreadable, parse_manifest
from zhiheng.archive.contents import Contents, load
from zhiheng.archive.model import BINDING, VOLUMES
from zhiheng.archive.report import Finding, Report
from zhiheng.kernel import chain, merkle

RECORDS = {
    "data/events.jsonl": "办案记录（events.jsonl）",
    "data/catalogue.json": "卷内目录数据（catalogue.json）",
    "data/proofs.json": "校验点证明（proofs.json）",
    "data/核验.html": "核验页（核验.html）",
}
TAGS = {
    "bagit.txt": "包声明（bagit.txt）",
    "bag-info.txt": "包信息（bag-info.txt）",
    "manifest-sha256.txt": "文件清单（manifest-sha256.txt）",
    "seal.json": "案卷包签章（seal.json）",
    "tagmanifest-sha256.txt": "标签清单（tagmanifest-sha256.txt）",
}


def verify(source: Path, trusted: Sequence[str] = ()) -> Report:
    """Check the package ``source`` (.zip, or the folder it was unpacked to).

    ``trusted`` are fingerprints (``signing.key_id``) of the agency's published keys; given, every signature
    must be by one of them. Raises :class:`Unreadable` when it is no package at all.
    """
    opened = Bag(source)
    try:
        return _verify(opened, trusted)
    finally:
        opened.close()


def _verify(opened: Bag, trusted: Sequence[str]) -> Report:
    listing = _manifest(opened, "manifest-sha256.txt")
    if listing is None:
        raise Unreadable("不是案卷包：文件清单 manifest-sha256.txt 缺失或不可读。")
    hashes = {n: opened.hash(n) for n in opened.names}
    contents = load(opened)
    items, records = _payload(opened, listing, hashes, contents)
    listed = _against_catalogue(contents, hashes, {f.item for f in items})
    events = _events(contents)
    attests = [] if events else _attested(contents)
    proofs, keys = _proofs(contents)
    sealed, seal_key = _seal(opened, hashes, contents)
    keys = list(dict.fromkeys([*keys, *seal_key]))
    broken = [
        *items,
        *listed,
        *events,
        *attests,
        *_order(contents),
        *proofs,
        *records,
        *_tags(opened, hashes),
        *sealed,
        *_trust(keys, trusted),
    ]
    return Report(
        tuple(broken),
        tuple(_notes(contents, keys, trusted, bool(seal_key))),
        tuple(_withheld(contents)),
        _counts(contents),
        tuple(keys),
        str(contents.file.get("title", "")),
    )


def _manifest(opened: Bag, name: str) -> dict[str, str] | None:
    data = opened.read(name)
    try:
        return None if data is None else parse_manifest(data.decode("utf-8"))
    except ValueError:
        return None


def _says(code: str, what: str, item: str) -> Finding:
    return Finding(code, item, f"{what}{'内容被改动' if code == 'changed' else '缺失'}")


def _payload(
    opened: Bag, listing: dict[str, str], hashes: dict[str, str], contents: Contents
) -> tuple[list[Finding], list[Finding]]:
    """Findings about papers, evidence and strangers; and about the four records of the package itself."""
    items: list[Finding] = []
    records: list[Finding] = []
    for path, expected in listing.items():
        if path not in hashes:
            code = "missing"
        elif hashes[path] != expected:
            code = "changed"
        else:
            continue
        (records if path in RECORDS else items).append(_says(code, _label(contents, path), path))
    records += [_says("missing", RECORDS[p], p) for p in RECORDS if p not in listing and p not in hashes]
    added = [n for n in opened.names if n.startswith("data/") and n not in listing]
    added += [f"../{n}" for n in opened.strangers]
    items += [Finding("added", n, f"多出文件“{n}”，清单中没有") for n in sorted(added, key=_utf16)]
    items += [Finding("added", n, f"压缩包内“{n}”出现两次") for n in sorted(opened.repeated, key=_utf16)]
    return items, records


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-be", "surrogatepass")


def _label(contents: Contents, path: str) -> str:
    return RECORDS.get(path) or contents.labels.get(path) or f"文件“{path}”"


def _against_catalogue(contents: Contents, hashes: dict[str, str], named: set[str]) -> list[Finding]:
    out = []
    if contents.catalogue is None:
        out.append(Finding("changed", "data/catalogue.json", "卷内目录数据（catalogue.json）无法读取"))
    for item in contents.items():
        path, label = item["path"], contents.label(item)
        if path in named or (item["withheld"] and not path):
            continue
        if path not in hashes:
            out.append(Finding("missing", path, f"{label}缺失"))
        elif hashes[path] != item["sha256"]:
            out.append(Finding("changed", path, f"{label}与目录登记的指纹不符"))
    if contents.catalogue is not None:
        known = {i["path"] for i in contents.items()} | set(RECORDS)
        strange = [n for n in hashes if n.startswith("data/") and n not in known and n not in named]
        out += [Finding("added", n, f"多出文件“{n}”，目录中没有") for n in sorted(strange, key=_utf16)]
    return out


def _events(contents: Contents) -> list[Finding]:
    if contents.events is None:
        return [Finding("event-changed", "data/events.jsonl", "办案记录（events.jsonl）无法读取")]
    file, stated = contents.file, contents.stated
    first = (
        chain.genesis(str(file.get("no")), str(file.get("agency_code")), str(file.get("procedure")))
        if file
        else (str(contents.events[0].get("prev")) if contents.events else "")
    )
    count = stated.get("count")
    breaks = chain.verify_chain(
        contents.events,
        first,
        head=stated.get("head"),
        count=count if isinstance(count, int) and 0 <= count <= 1_000_000 else None,
    )
    return [Finding(f"event-{b.kind}", str(b.seq), f"{contents.event_label(b.seq)}{b.why}") for b in breaks]


def _attested(contents: Contents) -> list[Finding]:
    """Papers and evidence against the events, both ways."""
    if contents.catalogue is None or contents.events is None:
        return []
    named: set[str] = set()
    for event in contents.events:
        named.update(
            chain.attested(
                event.get("attests")
                if "withheld" in event
                else {k: v for k, v in event.items() if k not in chain.ENVELOPE}
            )
        )
    out, held = [], set()
    for item in contents.items():
        original = item["original_sha256"] or item["sha256"]
        held |= {original, item["sha256"]}
        if original not in named and item.get("code") not in BINDING:
            out.append(Finding("unattested", item["path"], f"{contents.label(item)}的指纹不在办案记录中"))
    for event in contents.events:
        out += _unlisted(event, held, contents)
    return out


def _unlisted(event: dict[str, Any], held: set[str], contents: Contents) -> Iterable[Finding]:
    for key, kind in (("papers", "文书"), ("evidence", "证据")):
        entries = event.get(key)
        for entry in entries if isinstance(entries, list) else []:
            if (
                isinstance(entry, dict)
                and isinstance(entry.get("sha256"), str)
                and entry["sha256"] not in held
            ):
                name = entry.get("name") or entry.get("no") or entry.get("id") or entry.get("code") or ""
                yield Finding(
                    "unlisted",
                    entry["sha256"],
                    f"{contents.event_label(event['seq'])}载明的{kind}《{name}》不在卷内",
                )


def _order(contents: Contents) -> list[Finding]:
    """Items count up from 1, archive order never falls, pages join without gap; evidence counts up from 1."""
    out = []
    for volume, title in VOLUMES.items():
        page, order = 1, None
        numbered = (p for p in contents.papers if p["volume"] == volume and p["code"] not in BINDING)
        for item, paper in enumerate(numbered, 1):
            if paper["item"] != item or (order is not None and paper["order"] < order):
                out.append(Finding("order", paper["path"], f"{title}目录次序不对：《{paper['name']}》"))
            elif paper["from"] != page or paper["to"] != page + paper["pages"] - 1:
                out.append(Finding("order", paper["path"], f"{title}目录页码不连续：《{paper['name']}》"))
            page, order = (paper["to"] or 0) + 1, paper["order"]
    for place, entry in enumerate(contents.evidence, 1):
        if entry["item"] != place:
            out.append(Finding("order", entry["path"], f"证据目录次序不对：《{entry['name']}》"))
    return out


def _proofs(contents: Contents) -> tuple[list[Finding], list[str]]:
    """Findings, and the ids of the keys whose signatures are good."""
    out: list[Finding] = []
    keys: list[str] = []
    if contents.proofs is None:
        return [Finding("proof", "data/proofs.json", "校验点证明（proofs.json）无法读取")], keys
    by_seq = {e.get("seq"): e.get("hash") for e in contents.events or []}
    for given in contents.proofs:
        point = given["checkpoint"]
        day = str(point.get("date"))
        if not merkle.verify_proof(given, str(contents.file.get("no"))) or (
            point.get("agency") != contents.file.get("agency_code")
        ):
            out.append(Finding("proof", day, f"{day} 校验点不能证明本案卷"))
        elif given["count"] in by_seq and by_seq[given["count"]] != given["head"]:
            out.append(
                Finding("proof", day, f"{day} 校验点登记的末端与{contents.event_label(given['count'])}不符")
            )
        elif given["count"] not in by_seq:
            out.append(
                Finding("proof", day, f"{day} 校验点登记了 {given['count']} 项办案记录，包内没有这么多")
            )
        if _signed(point, contents.keys.get(str(point.get("key")), "")):
            keys.append(str(point["key"]))
        else:
            out.append(Finding("signature", day, f"{day} 校验点的签名无效"))
    return out, keys


def _signed(record: dict[str, Any], public: str) -> bool:
    try:
        return signing.key_id(bytes.fromhex(public)) == record.get("key") and signing.verify(
            public, merkle.to_be_signed(record), str(record.get("signature"))
        )
    except ValueError:
        return False


def _seal(opened: Bag, hashes: dict[str, str], contents: Contents) -> tuple[list[Finding], list[str]]:
    if "seal.json" not in hashes:
        return [], []
    bad = [Finding("seal", "seal.json", "案卷包签章无效：清单或签章被改动")]
    try:
        record = json.loads((opened.read("seal.json") or b"").decode("utf-8"))
        good = (
            isinstance(record, dict)
            and record.get("manifest") == hashes["manifest-sha256.txt"]
            and record.get("file") == contents.file.get("no")
            and _signed(record, str(record.get("public")))
        )
    except (ValueError, RecursionError):
        return bad, []
    return ([], [str(record["key"])]) if good else (bad, [])


def _tags(opened: Bag, hashes: dict[str, str]) -> list[Finding]:
    listing = _manifest(opened, "tagmanifest-sha256.txt")
    if listing is None:
        return [Finding("tag", "tagmanifest-sha256.txt", f"{TAGS['tagmanifest-sha256.txt']}缺失或不可读")]
    out = []
    for name, expected in listing.items():
        if hashes.get(name) != expected:
            out.append(
                Finding("tag", name, f"{TAGS.get(name, name)}{'内容被改动' if name in hashes else '缺失'}")
            )
    extra = [
        n
        for n in opened.names
        if not n.startswith("data/") and n not in listing and n != "tagmanifest-sha256.txt"
    ]
    return out + [Finding("added", n, f"多出文件“{n}”，清单中没有") for n in sorted(extra, key=_utf16)]


def _trust(keys: Sequence[str], trusted: Sequence[str]) -> list[Finding]:
    if not trusted:
        return []
    if not keys:
        return [Finding("key", "", "没有可信公钥的签名")]
    return [Finding("key", k, f"签名公钥 {k} 不是所给的可信公钥") for k in keys if k not in trusted]


def _notes(contents: Contents, keys: Sequence[str], trusted: Sequence[str], sealed: bool) -> Iterable[str]:
    total = len(contents.events or [])
    covered = max((p["count"] for p in contents.proofs or []), default=0)
    if not covered:
        yield "包内没有校验点证明：办案记录前后相接，但尚无机关公布的校验点可对照"
    elif covered < total:
        yield f"办案记录第{covered + 1}至{total}项在最近一次校验点之后，尚未列入校验点"
    if not sealed:
        yield "案卷包没有有效签章：目录文字、首页等未载入办案记录的内容只能按清单核对"
    if keys and not trusted:
        yield f"签名有效。公钥指纹 {'、'.join(keys)}，请与机关公布的指纹核对"
    hidden = sum("withheld" in e for e in contents.events or [])
    if hidden:
        yield f"办案记录有 {hidden} 项未附内容，其次序、行为名称和指纹仍在链上"


def _withheld(contents: Contents) -> Iterable[str]:
    for item in contents.items():
        label = contents.label(item)
        if item["withheld"]:
            yield f"{label}未附：{item['withheld']}（指纹 {item['sha256']}）"
        elif item["original_sha256"]:
            yield f"{label}为隐去副本：{item['redaction']}（原件指纹 {item['original_sha256']}）"


def _counts(contents: Contents) -> dict[str, int]:
    numbered = [p for p in contents.papers if p["code"] not in BINDING]
    return {
        "main": sum(p["volume"] == "main" for p in numbered),
        "sub": sum(p["volume"] == "sub" for p in numbered),
        "evidence": len(contents.evidence),
        "events": len(contents.events or []),
    }


def file_sha256(path: Path) -> str:
    """SHA-256 hex of a file, read in pieces."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
