"""The records inside a package, read with distrust: what has not the promised shape counts as unreadable."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zhiheng.archive.bag import Bag
from zhiheng.archive.model import BINDING, FORMAT, VOLUMES
from zhiheng.kernel.chain import NotCanonical, canonical

HOPS = {"draft": "·起草", "sign": "·签名", "return": "·退回", "withdraw": "·撤回", "release": "·放行"}
_TEXTS = ("name", "path", "sha256", "withheld", "original_sha256", "redaction")


@dataclass(frozen=True)
class Contents:
    """Catalogue, events and proofs; None where unreadable."""

    catalogue: dict[str, Any] | None
    events: list[dict[str, Any]] | None
    proofs: list[dict[str, Any]] | None
    keys: dict[str, str]

    @property
    def file(self) -> dict[str, Any]:
        return self.catalogue["file"] if self.catalogue else {}

    @property
    def papers(self) -> list[dict[str, Any]]:
        return self.catalogue["papers"] if self.catalogue else []

    @property
    def evidence(self) -> list[dict[str, Any]]:
        return self.catalogue["evidence"] if self.catalogue else []

    @property
    def stated(self) -> dict[str, Any]:
        return self.catalogue["events"] if self.catalogue else {}

    @property
    def labels(self) -> dict[str, str]:
        return {i["path"]: self.label(i) for i in self.items() if i["path"]}

    def items(self) -> Iterator[dict[str, Any]]:
        yield from self.papers
        yield from self.evidence

    def label(self, item: dict[str, Any]) -> str:
        """正卷第3项《立案审批表》, 证据第2项《照片》; binding papers have no number."""
        group = VOLUMES[item["volume"]] if "volume" in item else "证据"
        number = "" if item.get("code") in BINDING else f"第{item['item']}项"
        return f"{group}{number}《{item['name']}》"

    def event_label(self, seq: int) -> str:
        """办案记录第5项「立案·签名」, named by the index of the catalogue so that a missing one has its name
        too."""
        index = self.stated.get("index", [])
        if self.catalogue is None or not 1 <= seq <= len(index):
            return f"办案记录第{seq}项"
        act, kind = index[seq - 1]
        return f"办案记录第{seq}项「{self.catalogue['acts'].get(act, act)}{HOPS.get(kind, '')}」"


def load(opened: Bag) -> Contents:
    catalogue = _json(opened.read("data/catalogue.json"))
    proofs = _json(opened.read("data/proofs.json"))
    good = _proofs_shape(proofs)
    return Contents(
        catalogue if _catalogue_shape(catalogue) else None,
        _events(opened.read("data/events.jsonl")),
        proofs["proofs"] if good else None,
        proofs["keys"] if good else {},
    )


def _json(data: bytes | None) -> Any:
    try:
        return None if data is None else json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return None


def _events(data: bytes | None) -> list[dict[str, Any]] | None:
    """One event a line. A line that is not the canonical writing of itself is kept as an event that cannot
    hold."""
    if data is None:
        return None
    out: list[dict[str, Any]] = []
    for line in data.split(b"\n")[:-1] if data.endswith(b"\n") else data.split(b"\n"):
        value = _json(line)
        if not isinstance(value, dict):
            out.append({})
        elif _canonical(value) != line:
            # no known algorithm, so it cannot hold; seq and links stay, so that only this item is named
            out.append({k: value.get(k) for k in ("seq", "act", "kind", "prev", "hash")} | {"alg": ""})
        else:
            out.append(value)
    return out


def _canonical(value: Any) -> bytes | None:
    try:
        return canonical(value)
    except (NotCanonical, RecursionError):
        return None


def _is_int(value: Any) -> bool:
    return type(value) is int


def _item_shape(item: Any) -> bool:
    return (
        isinstance(item, dict)
        and all(isinstance(item.get(k), str) for k in _TEXTS)
        and _is_int(item.get("item"))
    )


def _paper_shape(item: Any) -> bool:
    return (
        _item_shape(item)
        and item.get("volume") in VOLUMES
        and isinstance(item.get("code"), str)
        and _is_int(item.get("order"))
        and _is_int(item.get("pages"))
        and all(item.get(k) is None or _is_int(item.get(k)) for k in ("from", "to"))
    )


def _catalogue_shape(value: Any) -> bool:
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        return False
    events, acts = value.get("events"), value.get("acts")
    return (
        isinstance(value.get("file"), dict)
        and isinstance(events, dict)
        and isinstance(acts, dict)
        and isinstance(events.get("head"), str)
        and _is_int(events.get("count"))
        and isinstance(events.get("index"), list)
        and all(
            isinstance(i, list) and len(i) == 2 and all(isinstance(x, str) for x in i)
            for i in events["index"]
        )
        and isinstance(value.get("papers"), list)
        and all(map(_paper_shape, value["papers"]))
        and isinstance(value.get("evidence"), list)
        and all(map(_item_shape, value["evidence"]))
        and not any("volume" in e or "code" in e for e in value["evidence"])
    )


def _proofs_shape(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("proofs"), list)
        and isinstance(value.get("keys"), dict)
        and all(isinstance(k, str) for k in value["keys"].values())
        and all(
            isinstance(p, dict) and isinstance(p.get("checkpoint"), dict) and _is_int(p.get("count"))
            for p in value["proofs"]
        )
    )
