"""What a bureau's sheet of check items must look like, and what two versions differ in.

A body is ``{"items": [row, …], "retired": [{"id": …, "why": …}, …]}``; a row has the keys of ``checklists.row_of``. A row with an
id of the house replaces it, any other is added.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.law import checklists, violations

_ID = re.compile(r"[A-Z0-9][A-Z0-9-]{1,15}")
NEEDED = {"question": "检查内容", "method": "检查方法", "evidence": "取证要点", "fix": "整改要求"}
LONGEST = {"question": 200, "method": 60, "evidence": 300, "fix": 200, "photo": 120, "note": 200, "topic": 20}
WORDS = {"area": "行业或风险", "topic": "分组", "question": "检查内容", "method": "检查方法", "evidence": "取证要点", "basis": "依据",
         "violations": "可能涉及的处罚事项", "fix": "整改要求", "days": "整改天数", "major": "重大事故隐患", "stop": "现场处理措施",
         "photo": "拍照要点", "note": "说明", "least": "人数下限", "most": "人数上限", "only": "限于"}


def faults(place: str, body: Mapping[str, Any], since: date) -> list[str]:
    """What stands against publishing, a sentence each with the number of the row (from 1; the sheet's own when it has one)."""
    rows = body.get("items", ())
    seen: dict[str, int] = {}
    wrong: list[str] = []
    for n, row in enumerate(rows, 1):
        number = int(row.get("row") or n)
        wrong += [f"第 {number} 行：{says}" for says in row_faults(row, since)]
        key = str(row.get("id", ""))
        if key in seen:
            wrong.append(f"第 {number} 行：编号 {key} 与第 {seen[key]} 行重复")
        seen.setdefault(key, number)
    known = {i.id for i in checklists.items()} | set(seen)
    for row in body.get("retired", ()):
        if row.get("id") not in known:
            wrong.append(f"停用的编号 {row.get('id')} 不在检查表中")
        elif len(str(row.get("why", "")).strip()) < 2:
            wrong.append(f"停用 {row['id']} 须写明理由")
    if not rows and not body.get("retired"):
        wrong.append("没有任何新增、修改或者停用的事项")
    return wrong


def row_faults(row: Mapping[str, Any], since: date) -> list[str]:
    """What is wrong with one row."""
    wrong = []
    if not _ID.fullmatch(str(row.get("id", ""))):
        wrong.append("编号须为大写字母、数字和短横，如 YL-01")
    if row.get("area") not in checklists.areas():
        wrong.append(f"没有「{row.get('area', '')}」这一行业或风险")
    wrong += [f"没有填写{zh}" for name, zh in NEEDED.items() if not str(row.get(name, "")).strip()]
    wrong += [f"{WORDS[name]}超过 {most} 字" for name, most in LONGEST.items() if len(str(row.get(name) or "")) > most]
    wrong += [f"{WORDS[name]}须为 0 或者正整数" for name in ("days", "least", "most") if not _count(row.get(name) or 0)]
    if not row.get("basis"):
        wrong.append("没有写明依据" + ("，重大事故隐患必须有判定依据" if row.get("major") else ""))
    wrong += [f"依据「{b}」不是可以读懂的条款" for b in row.get("basis") or () if not _readable(b)]
    if row.get("stop") and row["stop"] not in checklists.STOPS:
        wrong.append(f"没有「{row['stop']}」这一现场处理措施")
    for code in row.get("violations") or ():
        wrong += _chargeable(code, since)
    return wrong


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 100_000


def _readable(text: Any) -> bool:
    try:
        return bool(Article.parse(text) if ":" in text else Article(text, ""))
    except (ValueError, TypeError):
        return False


def _chargeable(code: str, since: date) -> list[str]:
    try:
        act = violations.get(code)
    except KeyError:
        return [f"违法行为目录中没有代码 {code}"]
    refusal = violations.usable(act, since)
    return [f"{code}：{refusal.says}"] if refusal else []


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(id, what happened, the words that changed) from one body to the next; bodies may be empty."""
    house = {i.id: checklists.row_of(i) for i in checklists.items()}
    before, after = _rows(old), _rows(new)
    out: list[tuple[str, str, str]] = []
    for key in dict.fromkeys([*before, *after]):
        was, now = before.get(key, house.get(key)), after.get(key, house.get(key))
        if was is None and now is not None:
            out.append((key, "新增", str(now["question"])))
        elif now is None and was is not None:
            out.append((key, "撤下", str(was["question"])))
        elif was is not None and now is not None and (said := _changed(was, now)):
            out.append((key, "修改" if key in after else "恢复为通用版", said))
    gone_old, gone_new = _gone(old), _gone(new)
    out += [(k, "停用", why) for k, why in gone_new.items() if k not in gone_old]
    return out + [(k, "恢复使用", "") for k in gone_old if k not in gone_new]


def _rows(body: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {str(r["id"]): r for r in body.get("items", ())}


def _gone(body: Mapping[str, Any]) -> dict[str, str]:
    return {str(r["id"]): str(r.get("why", "")) for r in body.get("retired", ())}


def _changed(was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    return "；".join(f"{zh}：{_said(was.get(k))} → {_said(now.get(k))}" for k, zh in WORDS.items()
                    if (was.get(k) or "") != (now.get(k) or ""))


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (list, tuple)):
        return "、".join(str(v) for v in value) or "（空）"
    return str(value) if value not in (None, "") else "（空）"
