"""Ways to tamper with the package of the case, each with the sentences that must come of it."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.archive.case import sha
from zhiheng.archive.bag import manifest
from zhiheng.kernel import chain

Files = dict[str, bytes]
PHOTO = "data/证据/003-照片_除尘器3号积尘.jpg"
PAPER = "data/正卷/002-行政处罚决定书.pdf"


def flip_a_byte_of_a_photo(files: Files) -> None:
    files[PHOTO] = files[PHOTO][:2000] + bytes([files[PHOTO][2000] ^ 1]) + files[PHOTO][2001:]


def drop_a_paper(files: Files) -> None:
    del files[PAPER]


def add_a_file(files: Files) -> None:
    files["data/正卷/004-补充说明.pdf"] = b"%PDF new"


def _lines(files: Files) -> list[bytes]:
    return files["data/events.jsonl"].splitlines()


def _put(files: Files, lines: list[bytes]) -> None:
    files["data/events.jsonl"] = b"".join(x + b"\n" for x in lines)


def swap_two_events(files: Files) -> None:
    lines = _lines(files)
    lines[1], lines[2] = lines[2], lines[1]
    _put(files, lines)


def drop_an_event(files: Files) -> None:
    lines = _lines(files)
    del lines[2]
    _put(files, lines)


def change_an_event(files: Files) -> None:
    files["data/events.jsonl"] = files["data/events.jsonl"].replace(b'"fine":5500000', b'"fine":1500000', 1)


def write_an_event_otherwise(files: Files) -> None:
    files["data/events.jsonl"] = files["data/events.jsonl"].replace(b'"fine":5500000', b'"fine":5500000.0', 1)


def add_an_event(files: Files) -> None:
    last = json.loads(_lines(files)[-1])
    _put(
        files,
        [
            *_lines(files),
            chain.canonical(chain.seal(last["hash"], {"seq": 7, "kind": "act", "act": "close"})),
        ],
    )


def garble_an_event(files: Files) -> None:
    _put(files, [*_lines(files)[:3], b"{not json", *_lines(files)[4:]])


def alter_the_catalogue(files: Files) -> None:
    files["data/catalogue.json"] = files["data/catalogue.json"].replace(
        '"retention":"30年"'.encode(), '"retention":"10年"'.encode()
    )


def break_the_catalogue(files: Files) -> None:
    files["data/catalogue.json"] = b"{"


def change_the_page_itself(files: Files) -> None:
    files["data/核验.html"] += b"<!-- -->"


def drop_the_events(files: Files) -> None:
    del files["data/events.jsonl"]


def mend(files: Files) -> None:
    """What somebody with tools does: makes both manifests right again."""
    listing = manifest({n: sha(d) for n, d in files.items() if n.startswith("data/")})
    files["manifest-sha256.txt"] = listing
    tags = {
        n: sha(d) for n, d in files.items() if not n.startswith("data/") and n != "tagmanifest-sha256.txt"
    }
    files["tagmanifest-sha256.txt"] = manifest(tags)


def swap_a_photo_and_mend(files: Files) -> None:
    old = sha(files[PHOTO])
    flip_a_byte_of_a_photo(files)
    files["data/catalogue.json"] = files["data/catalogue.json"].replace(
        old.encode(), sha(files[PHOTO]).encode()
    )
    mend(files)


def drop_a_paper_and_mend(files: Files) -> None:
    drop_a_paper(files)
    catalogue = json.loads(files["data/catalogue.json"])
    catalogue["papers"] = [p for p in catalogue["papers"] if p["path"] != PAPER]
    files["data/catalogue.json"] = chain.canonical(catalogue)
    mend(files)


def shift_the_pages_and_mend(files: Files) -> None:
    files["data/catalogue.json"] = files["data/catalogue.json"].replace(b'"from":3,', b'"from":4,')
    mend(files)


def reorder_the_catalogue_and_mend(files: Files) -> None:
    catalogue = json.loads(files["data/catalogue.json"])
    papers = catalogue["papers"]
    papers[2], papers[3] = papers[3], papers[2]
    files["data/catalogue.json"] = chain.canonical(catalogue)
    mend(files)


def rewrite_the_chain_and_mend(files: Files) -> None:
    events = [json.loads(x) for x in _lines(files)]
    prev, out = events[0]["prev"], []
    for event in events:
        body = {k: v for k, v in event.items() if k not in chain.ENVELOPE} | {"facts": {"fine": 1}}
        out.append(chain.seal(prev, body))
        prev = out[-1]["hash"]
    _put(files, [chain.canonical(e) for e in out])
    catalogue = json.loads(files["data/catalogue.json"])
    catalogue["events"]["head"] = prev
    files["data/catalogue.json"] = chain.canonical(catalogue)
    mend(files)


def forge_the_signature(files: Files) -> None:
    proofs = json.loads(files["data/proofs.json"])
    signature = proofs["proofs"][0]["checkpoint"]["signature"]
    proofs["proofs"][0]["checkpoint"]["signature"] = ("0" if signature[0] != "0" else "1") + signature[1:]
    files["data/proofs.json"] = chain.canonical(proofs)


def forge_the_path(files: Files) -> None:
    proofs = json.loads(files["data/proofs.json"])
    proofs["proofs"][0]["path"][0] = "0" * 64
    files["data/proofs.json"] = chain.canonical(proofs)


def drop_the_tag_manifest(files: Files) -> None:
    del files["tagmanifest-sha256.txt"]


def add_a_file_beside_the_payload(files: Files) -> None:
    files["说明.txt"] = b"x"


EVENTS_FILE = "办案记录（events.jsonl）内容被改动"
CATALOGUE = "卷内目录数据（catalogue.json）内容被改动"
SEAL = "案卷包签章无效：清单或签章被改动"
CASES: list[tuple[Callable[[Files], None], list[str]]] = [
    (flip_a_byte_of_a_photo, ["证据第3项《照片 除尘器3号积尘》内容被改动"]),
    (drop_a_paper, ["正卷第2项《行政处罚决定书》缺失"]),
    (add_a_file, ["多出文件“data/正卷/004-补充说明.pdf”，清单中没有"]),
    (swap_two_events, ["办案记录第2项「现场勘验」排在第3项之后，次序被调换", EVENTS_FILE]),
    (drop_an_event, ["办案记录第3项「集体讨论」缺少这一项", EVENTS_FILE]),
    (change_an_event, ["办案记录第1项「立案」内容被改动", EVENTS_FILE]),
    (write_an_event_otherwise, ["办案记录第1项「立案」内容被改动", EVENTS_FILE]),
    (add_an_event, ["办案记录第7项登记的案卷到第6项为止，多出这一项", EVENTS_FILE]),
    (
        garble_an_event,
        [
            "办案记录第4项「作出处罚决定」第4行没有可用的序号",
            "办案记录第4项「作出处罚决定」缺少这一项",
            EVENTS_FILE,
        ],
    ),
    (alter_the_catalogue, [CATALOGUE]),
    (
        break_the_catalogue,
        ["卷内目录数据（catalogue.json）无法读取", "2026-11-22 校验点不能证明本案卷", CATALOGUE, SEAL],
    ),
    (change_the_page_itself, ["核验页（核验.html）内容被改动"]),
    (
        drop_the_events,
        [
            "办案记录（events.jsonl）无法读取",
            "2026-11-22 校验点登记了 6 项办案记录，包内没有这么多",
            "办案记录（events.jsonl）缺失",
        ],
    ),
    (
        swap_a_photo_and_mend,
        [
            "证据第3项《照片 除尘器3号积尘》的指纹不在办案记录中",
            "办案记录第2项「现场勘验」载明的证据《照片 除尘器3号积尘》不在卷内",
            SEAL,
        ],
    ),
    (
        drop_a_paper_and_mend,
        [
            "办案记录第4项「作出处罚决定」载明的文书《行政处罚决定书》不在卷内",
            "正卷目录次序不对：《送达回执》",
            SEAL,
        ],
    ),
    (shift_the_pages_and_mend, ["正卷目录页码不连续：《行政处罚决定书》", SEAL]),
    (
        reorder_the_catalogue_and_mend,
        [
            "正卷目录次序不对：《行政处罚决定书》",
            "正卷目录次序不对：《立案审批表》",
            "正卷目录页码不连续：《送达回执》",
            SEAL,
        ],
    ),
    (rewrite_the_chain_and_mend, ["2026-11-22 校验点登记的末端与办案记录第6项「结案」不符", SEAL]),
    (forge_the_signature, ["2026-11-22 校验点的签名无效", "校验点证明（proofs.json）内容被改动"]),
    (forge_the_path, ["2026-11-22 校验点不能证明本案卷", "校验点证明（proofs.json）内容被改动"]),
    (drop_the_tag_manifest, ["标签清单（tagmanifest-sha256.txt）缺失或不可读"]),
    (add_a_file_beside_the_payload, ["多出文件“说明.txt”，清单中没有"]),
]
NAMES = [change.__name__ for change, _ in CASES]
