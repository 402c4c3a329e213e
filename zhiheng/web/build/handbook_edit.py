"""The form of one check item of a bureau, and the list of versions with their differences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from zhiheng.exchange.checklist_file import key_of
from zhiheng.kernel.article import Article
from zhiheng.law import checklists
from zhiheng.law.checklists_local import WORDS, differences
from zhiheng.law.procedures.inspection_facts import MEASURES
from zhiheng.records.models import LocalSheet
from zhiheng.web.build.law_words import minute
from zhiheng.web.parts_form import FieldSpec
from zhiheng.web.parts_page import Option

_PLAIN = ("topic", "question", "method", "evidence", "fix", "photo", "note")
_LONG = frozenset({"question", "evidence", "fix", "basis", "violations"})
_NEEDED = frozenset({"area", "question", "method", "evidence", "basis", "fix"})
_HINTS = {"question": "写成「符合」为好的问法，如：安全出口是否畅通。", "basis": "每行一条，写到条、款、项，如：安全生产法第三十六条第一款。",
          "violations": "目录代码，每行一个，企业的在前；没有可以不填。", "days": "0 表示立即。",
          "method": "看现场、查资料、现场测试、询问、测量等。"}


def typed(data: QueryDict) -> tuple[dict[str, Any], list[str]]:
    """A row from the form, and numbers that nobody can read."""
    faults: list[str] = []
    row: dict[str, Any] = {"id": data.get("id", "").strip().upper(), "area": data.get("area", ""), "stop": data.get("stop", ""),
                           "major": data.get("major") == "1", "only": []}
    row |= {name: data.get(name, "").strip() for name in _PLAIN}
    row["basis"] = [key_of(line.strip()) for line in re.split(r"[\n；;]+", data.get("basis", "")) if line.strip()]
    row["violations"] = [code for code in re.split(r"[\s、，,；;]+", data.get("violations", "")) if code]
    for name in ("days", "least", "most"):
        text = data.get(name, "").strip()
        if text and not text.isdecimal():
            faults.append(f"{WORDS[name]}「{text}」不是整数")
        row[name] = int(text) if text.isdecimal() else 0
    return row, faults


def item_form(row: Mapping[str, Any], faults: Sequence[str], since: str, code: str) -> dict[str, Any]:
    """The fields with what stands in them."""
    areas = tuple(Option(zh, key, key == row.get("area")) for key, zh in checklists.areas().items())
    stops = tuple(Option(zh, key, key == row.get("stop")) for key, zh in MEASURES)
    first = [] if code else [FieldSpec("id", "编号", value=str(row.get("id", "")), required=True, width="half",
                                       hint="大写字母、数字和短横，如 YL-01；以后不能更改。")]
    fields = [*first, FieldSpec("area", WORDS["area"], "select", str(row.get("area", "")), required=True, options=areas, width="half"),
              *(_field(name, row) for name in ("topic", "question", "method", "evidence", "photo", "basis", "violations", "fix", "days")),
              FieldSpec("major", WORDS["major"], "radio", "1" if row.get("major") else "0", width="half",
                        options=(Option("是", "1", bool(row.get("major"))), Option("否", "0", not row.get("major")))),
              FieldSpec("stop", WORDS["stop"], "select", str(row.get("stop", "")), options=stops, width="half"),
              *(_field(name, row) for name in ("least", "most", "note")),
              FieldSpec("since", "施行日期", "date", since, required=True, width="half"),
              FieldSpec("note_of_change", "修改说明", width="half")]
    return {"fields": fields, "faults": faults, "code": code}


def _field(name: str, row: Mapping[str, Any]) -> FieldSpec:
    value = row.get(name, "")
    if name == "basis":
        value = "\n".join(Article.parse(b).zh() if ":" in b else b for b in value or ())
    elif name == "violations":
        value = "\n".join(value or ())
    kind = "longtext" if name in _LONG else "number" if name in ("days", "least", "most") else "text"
    return FieldSpec(name, WORDS[name], kind, str(value if value not in (None, 0) or name == "days" else ""), required=name in _NEEDED,
                     hint=_HINTS.get(name, ""), lines=2, width="full" if name in _LONG or name == "note" else "half")


def version_rows(rows: Sequence[LocalSheet]) -> list[dict[str, Any]]:
    """Newest first, each with what it changed against the version before it."""
    out = []
    for n, row in enumerate(rows):
        before = next((r.body for r in rows[n + 1:]), {})
        out.append({
            "number": row.number, "title": row.title, "since": row.since, "source": row.source, "note": row.note,
            "by": row.made_by.name if row.made_by else "", "at": minute(row.made_at), "withdrawn": row.withdrawn_reason if row.withdrawn_at else "",
            "items": len(row.body.get("items", ())), "retired": len(row.body.get("retired", ())),
            "changes": differences(before, row.body)})
    return out
