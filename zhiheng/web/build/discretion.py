"""裁量面板: from the weighed charges to what is seen: statute, band, bar, factors, amount, like cases, departure."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from zhiheng.kernel import money
from zhiheng.kernel.discretion import FEW, Amount, Departure, Factor, Ok, Refused, like_cases, reasoning
from zhiheng.kernel.discretion.values import money as words
from zhiheng.kernel.view import Subject
from zhiheng.law import benchmarks, violations
from zhiheng.web.build.law_words import law_links, mark
from zhiheng.web.links import with_query
from zhiheng.web.parts import Badge
from zhiheng.web.parts_discretion import (
    DepartureForm,
    DiscretionItem,
    DiscretionPanel,
    DiscretionParty,
    Histogram,
    RangeBar,
)
from zhiheng.web.parts_discretion import Factor as Shown
from zhiheng.web.parts_form import FieldKind, FieldSpec
from zhiheng.web.parts_page import Option
from zhiheng.web.weighing import Item, Weighed

Past = Mapping[tuple[str, str], Sequence[int]]
KINDS = {"hearing": "听证告知", "legal_review": "法制审核", "collective_discussion": "集体讨论"}
OFFERED = frozenset({"minor_corrected", "first_offence", "no_fault", "removed_harm", "coerced", "confessed_unknown", "merit",
                     "other_reduction", "emergency_measures"})
"""Circumstances asked of every charge; those of age and capacity are asked where the party is a person."""
OF_PERSONS = frozenset({"age_14_to_18", "partial_capacity"})


def panel(held: Weighed, parties: Sequence[Subject], past: Past, acted: date, *, adopt: bool = True) -> DiscretionPanel | None:
    """The whole panel; None for a file without charges. Without ``adopt`` it only shows what was proposed."""
    if not held.items:
        return None
    groups = []
    for n, party in enumerate(parties):
        mine = [i for i in held.items if i.party == party]
        if mine:
            total, draw = sum(i.amount or 0 for i in mine), _item if adopt else _told
            kind = "个人" if party.attrs.get("kind") == "person" else "单位"
            groups.append(DiscretionParty(mark(n), f"{party.name}（{kind}）", tuple(draw(i, past, acted, held.no) for i in mine),
                                          words(total) if len(mine) > 1 else ""))
    total = sum(i.amount or 0 for i in held.items)
    titles = dict.fromkeys(i.weighing.charge.benchmark.title for i in held.items
                           if i.weighing and i.weighing.charge.benchmark)
    told = [f"{KINDS.get(t.kind, t.kind)}{f'（{t.party}）' if t.party else ''}" for t in held.triggers]
    if not adopt:
        told = []
    return DiscretionPanel(
        f"基准：{'、'.join(titles) or '法定幅度'}" if adopt else "按审定的处理意见", tuple(groups), money.figures(total), money.capital(total),
        principles=("分别裁量、合并处罚", "同一行为不两次罚款"), triggers=tuple(dict.fromkeys(told)),
        weigh=adopt, adoptable=adopt and held.complete)


def _item(i: Item, past: Past, held_on: date, no: str) -> DiscretionItem:
    w, basis = i.weighing, violations.get(i.code)
    statute = w.range.words() if w and w.range else _statute(basis, i.stage)
    band_range = (w.band_range or w.range) if w else None
    check = i.check
    refused = check.says if isinstance(check, Refused) else i.fault if w is None and not i.fault.startswith("请填写") else ""
    return DiscretionItem(
        str(i.index), i.title, law_links(basis.penalties, held_on), statute,
        w.band.name if w and w.band else "", band_range.words() if band_range else "", _suggested(i),
        _bar(i), tuple(_shown(f, w.charge.facts.get(f.id)) for f in i.asked if w and w.charge.facts.get(f.id) is not None)
        if w else (), proposed=_amount_field(i), state=_badge(check), cases=_cases(i, past, no),
        departure=_departure(i, check), first_time=_first_time(i), stage="", refused=refused, inputs=_inputs(i),
        circumstances=_circumstances(i), explanation=reasoning(w) if w else "")


def _statute(basis: violations.Violation, stage: str) -> str:
    """The range as the clause writes it, when it does not hang on facts of the case."""
    try:
        rule = basis.stage(stage).fine
    except KeyError:
        return "—"
    return rule.range.words() if isinstance(rule, Amount) else "依案情计算"


def _suggested(i: Item) -> str:
    w = i.weighing
    if w is None:
        return i.fault
    if w.no_penalty:
        return f"{w.no_penalty}：不予行政处罚"
    start = f"起点 {words(w.start_fen)}，" if w.start_fen and w.start_fen != w.proposed_fen else ""
    return f"{start}建议 {words(w.proposed_fen)}"


def _bar(i: Item) -> RangeBar | None:
    w = i.weighing
    if w is None or w.range is None:
        return _former_bar(i)
    band = w.band_range or w.range
    return RangeBar(w.range.min_fen, w.range.max_fen, band.min_fen, band.max_fen,
                    i.amount if i.amount is not None else w.proposed_fen, w.proposed_fen)


def _former_bar(i: Item) -> RangeBar | None:
    """The bar of a proposal whose factors were typed earlier: statute of the clause, band as it was written down."""
    try:
        rule = violations.get(i.code).stage(i.stage).fine
    except KeyError:
        return None
    low, high = i.row.get("band_min"), i.row.get("band_max")
    if not isinstance(rule, Amount) or not isinstance(high, int) or i.amount is None:
        return None
    return RangeBar(rule.range.min_fen, rule.range.max_fen, low if isinstance(low, int) else 0, high, i.amount, i.amount)


def _told(i: Item, past: Past, on: date, no: str) -> DiscretionItem:
    """A proposal as it was made: nothing can be changed here."""
    basis = violations.get(i.code)
    band = f"{words(int(i.row.get('band_min') or 0))}至 {words(int(i.row['band_max']))}" if i.row.get("band_max") else ""
    state = Badge("偏离基准", "due", "departure", icon="flag") if i.row.get("departs") else Badge("在档内", "done", "in-band")
    return DiscretionItem(
        str(i.index), i.title, law_links(basis.penalties, on), _statute(basis, i.stage), str(i.row.get("band") or ""), band,
        f"拟定 {words(i.amount or 0)}", _former_bar(i), state=state if i.row else None, explanation=str(i.row.get("reasons") or ""))


def _shown(f: Factor, value: object) -> Shown:
    return Shown(f.zh, f.say(value).removeprefix(f.zh).lstrip("： "))  # type: ignore[arg-type]


def _badge(check: object) -> Badge | None:
    match check:
        case Ok():
            return Badge(check.says, "done", "in-band")
        case Departure():
            return Badge("偏离基准", "due", "departure", icon="flag")
        case Refused():
            return Badge("不成立", "late", "refused")
    return None


def _amount_field(i: Item) -> FieldSpec:
    capital = money.capital(i.amount) if i.amount is not None else ""
    return FieldSpec(f"{i.name}-amount", "拟定罚款", "money", i.typed, capital=capital, required=True)


def _departure(i: Item, check: object) -> DepartureForm | None:
    if not isinstance(check, Departure):
        return None
    missing = f"还缺：{'；'.join(check.missing)}。" if check.missing else "理由和证据已写明。"
    return DepartureForm(f"{check.says}{missing}", (
        FieldSpec(f"{i.name}-reason", "偏离的方向和理由", "longtext", i.reason, required=True, lines=3,
                  hint="不少于 30 字，写明从重、从轻或者减轻的事实。"),
        FieldSpec(f"{i.name}-evidence", "支持理由的证据", "text", i.evidence, required=True)))


def _first_time(i: Item) -> str:
    """The table of no penalty (33) as far as the circumstances chosen answer it."""
    if i.weighing is None:
        return ""
    return "已选「初次违法」或者「轻微并及时改正」" if {"minor_corrected", "first_offence"} & set(i.circumstances) else "未选用"


def _cases(i: Item, past: Past, no: str) -> Histogram | None:
    if i.weighing is None or i.weighing.band is None or i.amount is None:
        return None
    fines = past.get((i.code, i.weighing.band.name), ())
    found = like_cases(list(fines), i.amount)
    if not found.n:
        return Histogram((), words="近 24 个月没有同档案件")
    href = with_query("/like-cases/", {"act": i.code, "band": i.weighing.band.name, "file": no, "amount": str(i.amount)})
    if found.n < FEW:
        return Histogram((), words=f"近 24 个月{found.words()}", href=href, href_label="看案件")
    return Histogram(found.counts, found.here, f"近 24 个月{found.words()}", href, "看案件", words(found.low_fen), words(found.high_fen))


def _inputs(i: Item) -> tuple[FieldSpec, ...]:
    """Stage, factors, circumstances: what the benchmark asks of this charge."""
    out = []
    if len(i.stages) > 1:
        options = tuple(Option(zh, key, key == i.stage) for key, zh in i.stages)
        out.append(FieldSpec(f"{i.name}-stage", "适用阶段", "select", i.stage, options=options, width="half"))
    out += [_factor(i, f) for f in i.asked]
    return tuple(out)


def _circumstances(i: Item) -> FieldSpec:
    """Circumstances of the law, asked apart because most cases have none."""
    person = i.party.attrs.get("kind") == "person"
    wanted = OFFERED | (OF_PERSONS if person else frozenset())
    held = tuple(Option(c.zh, c.id, c.id in i.circumstances) for c in benchmarks.circumstances() if c.id in wanted)
    return FieldSpec(f"{i.name}-c", "法定从轻、减轻、从重、不予处罚情形", "multi", values=i.circumstances, options=held)


def _factor(i: Item, f: Factor) -> FieldSpec:
    name, value = f"{i.name}-f-{f.id}", i.given.get(f.id, "")
    kinds: dict[str, FieldKind] = {"count": "number", "bool": "radio", "choice": "select", "amount": "money"}
    options: tuple[Option, ...] = ()
    if f.kind == "bool":
        options = (Option("是", "true", value == "true"), Option("否", "false", value == "false"))
    elif f.kind == "choice":
        options = tuple(Option(zh, key, key == value) for key, zh in f.choices)
    return FieldSpec(name, f.zh, kinds.get(f.kind, "text"), value, required=f.required, options=options, unit=f.unit,
                     width="half", hint=i.told.get(f.id, ""))
