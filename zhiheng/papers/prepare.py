"""From the caller's context to what a template prints, with every fault of the context found at once."""
from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import segno

from zhiheng.papers import fonts, values
from zhiheng.papers.citing import cite, cite_all
from zhiheng.papers.errors import PaperError
from zhiheng.papers.spec import Field, Spec

_NAMES = {
    "no": "文号", "date": "日期", "agency": "行政机关", "agency.name": "行政机关名称", "agency.gov": "行政复议机关",
    "agency.court": "管辖人民法院", "agency.address": "机关地址", "file": "案卷", "file.title": "案件名称",
    "party": "当事人", "party.name": "当事人姓名（名称）", "party.address": "当事人地址（住址）",
    "officers": "执法人员", "violations": "违法行为", "sign": "签名", "f.addressee": "受文单位（个人）",
    "f.case_name": "案件名称",
}
_PARTY = ("kind", "name", "uscc", "id_no", "address", "legal_rep", "legal_rep_title", "phone", "gender", "birth",
          "age", "employer", "post")
_AGENCY = ("name", "short", "address", "phone", "contact", "gov", "court", "postcode", "by")
_GENDER = {"male": "男", "female": "女"}
BLANK = "____"
_FIGURES = "零一二三四五六七八九十"
_ROLES = ("handler", "second", "section_head", "legal_reviewer", "bureau_head")


def prepare(spec: Spec, context: Mapping[str, Any], families: tuple[str, ...]) -> dict[str, Any]:
    """The JSON a template reads. PaperError lists missing facts (papers in force only) and missing glyphs."""
    draft = bool(context.get("draft"))
    context = {**context, "party": _named(context.get("party"))}
    if not draft:
        _require(spec, context)
    facts = context.get("f") or {}
    data = {
        "title": spec.zh_name, "draft": draft, "no": _number(spec, context), "has_no": spec.number_word is not None,
        "date": values.day(context.get("date") or ""), "fonts": list(families),
        "agency": _pick(context.get("agency"), _AGENCY),
        "file": _pick(context.get("file"), ("no", "title", "filed_no")),
        "party": _party(context.get("party")),
        "parties": [_party(_named(party)) for party in context.get("parties") or ()],
        "officers": [_pick(officer, ("name", "certificate")) for officer in context.get("officers") or ()],
        "f": {field.name: _fact(field, facts.get(field.name), draft) for field in spec.fields},
        "violations": [_violation(one) for one in context.get("violations") or ()],
        "unit_sign": _pick(context.get("unit_sign"), ("name", "date", "note")),
        "fine": _fine(context), "sign": _signatures(context.get("sign") or ()), "seal": spec.seal,
        "verify": _verify(context.get("verify")),
        "copies_note": _copies(spec),
    }
    _check_glyphs(spec, data, families)
    return data


def _fact(field: Field, value: Any, draft: bool) -> Any:
    """The fact as printed; in a draft what is still to be filled in is a visible blank."""
    shaped = values.shaped(field, value)
    if not draft or not field.required or values.present(shaped):
        return shaped
    blanks = {"list": [BLANK], "articles": [BLANK], "rows": [], "bool": None,
              "money": {"figures": BLANK, "capital": BLANK, "full": BLANK}}
    return blanks.get(field.type, BLANK)


def _require(spec: Spec, context: Mapping[str, Any]) -> None:
    lacking = missing(spec, context)
    if lacking:
        raise PaperError([f"《{spec.zh_name}》缺少「{name}」" for name in lacking])


def missing(spec: Spec, context: Mapping[str, Any]) -> list[str]:
    """Chinese names of what the paper in force must say and the context does not, in the order of the catalogue."""
    context = {**context, "party": _named(context.get("party"))}
    facts = context.get("f") or {}
    lacking = [_need_name(spec, need) for need in spec.needs if not _met(need, context)]
    lacking += [
        field.zh for field in spec.fields
        if field.required and not values.present(facts.get(field.name))
        and not (field.unless and context.get(field.unless))
    ]
    return lacking


def _met(need: str, context: Mapping[str, Any]) -> bool:
    return any(_one_met(part, context) for part in need.split("|"))


def _one_met(need: str, context: Mapping[str, Any]) -> bool:
    path, _, count = need.partition(":")
    value: Any = context
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return len(value or ()) >= int(count) if count else values.present(value)


def _need_name(spec: Spec, need: str) -> str:
    path, _, count = need.split("|")[0].partition(":")
    return f"{_zh(spec, path)}（不少于{_FIGURES[int(count)]}人）" if count else _zh(spec, path)


def _zh(spec: Spec, path: str) -> str:
    """The Chinese name of a place in the context, from the catalogue for facts, else the nearest named parent."""
    parts = [part for part in path.split(".") if not part.isdigit()]
    if parts[0] == "f" and len(parts) > 1:
        return next((field.zh for field in spec.fields if field.name == parts[1]), _NAMES.get(path, parts[1]))
    return _NAMES.get(".".join(parts)) or _NAMES.get(parts[0]) or path


def _number(spec: Spec, context: Mapping[str, Any]) -> str:
    """The number, or for a draft its pattern with an open serial: a number is taken only when a paper is frozen."""
    if spec.number_word is None:
        return ""
    if context.get("no"):
        return values.clean(str(context["no"]))
    short = (context.get("agency") or {}).get("short") or ""
    year = re.match(r"\d{4}", context.get("date") or "")
    return f"（{short}）{spec.number_word}〔{year[0] if year else '____'}〕__号"


def _pick(source: Any, names: tuple[str, ...]) -> dict[str, str]:
    source = source or {}
    return {name: _text(source.get(name)) for name in names}


def _text(value: Any) -> str:
    return "" if value is None else str(values.tidy(value))


def _party(source: Any) -> dict[str, str] | None:
    return _pick(source, _PARTY) if source else None


def _named(source: Any) -> dict[str, Any] | None:
    """The party under the names of papers; what the filing calls home, birth_date and legal_rep_post is known too."""
    if not source:
        return None
    other = {"address": "home", "birth": "birth_date", "legal_rep_title": "legal_rep_post"}
    found = {name: source.get(name) or source.get(alias) for name, alias in other.items()}
    return {**source, **found, "gender": _GENDER.get(str(source.get("gender")), source.get("gender"))}


def _verify(source: Any) -> dict[str, str] | None:
    """Code and address by which anyone may check the paper; as a square code when the address is a whole one."""
    if not source:
        return None
    shown = _pick(source, ("code", "url"))
    if not shown["url"].startswith("http"):
        return shown
    picture = BytesIO()
    segno.make(shown["url"], error="m").save(picture, kind="svg", border=0, xmldecl=False)
    return {**shown, "square": picture.getvalue().decode()}


def _violation(source: Mapping[str, Any]) -> dict[str, Any]:
    one: dict[str, Any] = {name: _text(source.get(name)) for name in ("fact", "factors", "title")}
    one |= {name: _cited(source.get(name)) for name in ("violated", "punished")}
    one["evidence"] = [_text(item) for item in source.get("evidence") or ()]
    one["other"] = [_text(item) for item in source.get("other") or ()]
    one["fine"] = values.money(source["fine_fen"]) if source.get("fine_fen") else None
    return one


def _cited(value: Any) -> str:
    """One citation or a list of them, law and article named once."""
    return "、".join(cite_all([_text(v) for v in value])) if isinstance(value, (list, tuple)) else cite(_text(value))


def _fine(context: Mapping[str, Any]) -> dict[str, str] | None:
    """The whole fine. What is decided one by one and added up must give the sum that is printed."""
    parts = [one.get("fine_fen") or 0 for one in context.get("violations") or ()]
    facts = context.get("f") or {}
    stated = facts.get("fine_amount", facts.get("proposed_fine"))
    whole = stated if isinstance(stated, int) else sum(parts)
    if stated is not None and any(parts) and stated != sum(parts):
        said, added = values.money(stated)["figures"], values.money(sum(parts))["figures"]
        raise PaperError(f"罚款金额 {said} 元与各项违法行为罚款之和 {added} 元不一致", "f.fine_amount")
    return values.money(whole) if whole else None


def _signatures(rows: Any) -> dict[str, list[dict[str, str]]]:
    """Signatures by role; a role that has not signed has an empty list, and the paper leaves the line blank."""
    signed: dict[str, list[dict[str, str]]] = {role: [] for role in _ROLES}
    for row in rows:
        one = _pick(row, ("role", "name", "at", "opinion"))
        one["at"] = one["at"].partition("日")[0] + "日" if "日" in one["at"] else one["at"]
        signed.setdefault(str(row.get("role")), []).append(one)
    return signed


def _copies(spec: Spec) -> str:
    if not spec.external or spec.copies < 2:
        return ""
    return f"本文书一式{'两' if spec.copies == 2 else _FIGURES[spec.copies]}份：一份由本机关存档，一份交{spec.issued_to}。"


def _check_glyphs(spec: Spec, data: dict[str, Any], families: tuple[str, ...]) -> None:
    """One pass over all text; only when something is missing are the fields searched for it."""
    texts = list(_walk("", data))
    if not fonts.coverage("".join(text for _, text in texts), families):
        return
    faults = [
        (path, char) for path, text in texts for char in fonts.coverage(text, families)
    ]
    problems = [f"『{char}』缺字：当前字体没有这个字，请改用其他写法或换字体（{_zh(spec, path)}）" for path, char in faults]
    raise PaperError(list(dict.fromkeys(problems)), faults[0][0])


def _walk(path: str, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, str):
        return [(path, value)]
    if isinstance(value, dict):
        pairs = [(f"{path}.{key}" if path else str(key), item) for key, item in value.items()
                 if key not in {"fonts", "square"}]
    elif isinstance(value, list):
        pairs = [(f"{path}.{index}", item) for index, item in enumerate(value)]
    else:
        return []
    return [found for place, item in pairs for found in _walk(place, item)]
