"""What is a grade computed from? The registers, files and ledgers of many enterprises, in ten queries for every slice.

Plain values under the names of :mod:`zhiheng.law.grading_inputs` (this floor does not know the law): days as dates,
money in fen, records as (words, target). Problems come once each, though an inspection and its rectification both hold
them; whether one is put right, the last re-inspection says.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from zhiheng.kernel.clock import TZ
from zhiheng.kernel.facts import as_date
from zhiheng.records.models import Enterprise, Event, File, FileLink, Finding, Line, Penalty, Standing
from zhiheng.records.queries.standings import standing_of

SLICE = 500
LEDGERS = ("accidents", "commitments", "firm_risks", "firm_trainings", "hazard_sources", "insurance", "permits", "safety_managers")
CHECKS = ("inspection", "rectification")
PUT_RIGHT = frozenset({"correct_on_spot", "refer_out", "refer_reply", "lift_measure"})
"""Latest acts on a finding of an inspection after which it needs nothing more of this bureau."""
PERMITS = {"safety_production": "安全生产许可证", "hazchem_trade": "危险化学品经营许可证", "hazchem_use": "危险化学品安全使用许可证",
           "fireworks_production": "烟花爆竹安全生产许可证", "fireworks_wholesale": "烟花爆竹经营（批发）许可证",
           "fireworks_retail": "烟花爆竹经营（零售）许可证", "mining": "采矿许可证"}
TRAINED = 0.9
Plain = dict[str, Any]


def gather(firms: Sequence[Enterprise], on: date) -> dict[int, Plain]:
    """The inputs of each enterprise by its id, as of a day: later records are left out. At most 500 at a time."""
    ids = [f.pk for f in firms]
    files = list(File.objects.filter(enterprise__in=ids, procedure__in=(*CHECKS, "penalty_ordinary"), opened_at__date__lte=on)
                 .order_by("-opened_at").values_list("pk", "no", "procedure", "enterprise", "opened_at"))
    visited, problems = _checks([f for f in files if f[2] in CHECKS], on)
    fines, lines = _fines(ids, on), _lines(ids)
    credit, promise = standing_of(ids, "credit", on), standing_of(ids, "promise", on)
    keys = standing_of(ids, "key", on)
    found = {}
    for firm in firms:
        held = lines.get(firm.pk, {})
        standing = credit.get(firm.pk)
        found[firm.pk] = {
            "industry": firm.industry, "fields": tuple(firm.fields), "hazards": tuple(firm.hazards), "standard": firm.standard,
            "standard_until": as_date(firm.extra, "standard_until"), "running": "注销" if firm.closed_on else firm.running,
            "visits": visited[firm.pk]["visits"], "refusals": visited[firm.pk]["refusals"], "problems": problems[firm.pk],
            "fines": fines[firm.pk], "credit": standing.value if standing else "",
            "credit_says": _credit_says(standing), "promise": promise[firm.pk].value if firm.pk in promise else "",
            "registered_key": _registered(firm, keys.get(firm.pk)), **_from_ledgers(held, on)}
    return found


def firms_after(found: Any, last: int, size: int = SLICE) -> list[Enterprise]:
    """The next slice of a set of enterprises in the order of their ids."""
    return list(found.filter(pk__gt=last).order_by("pk")[:size])


# --- inspections and what they found -----------------------------------------------------------------------------

def _checks(files: Sequence[tuple[Any, ...]], on: date) -> tuple[Any, Any]:
    """Visits and refusals, and problems, by enterprise."""
    by_pk = {f[0]: f for f in files}
    seen: dict[int, dict[str, tuple[Any, ...]]] = defaultdict(lambda: {"visits": (), "refusals": ()})
    results: dict[tuple[int, str], list[str]] = defaultdict(list)
    events = Event.objects.filter(file__in=list(by_pk), kind="act", act__in=("enter_site", "emergency_entry", "record", "reinspect"),
                                  occurred_at__date__lte=on).order_by("file", "seq")
    entered: dict[int, date] = {}
    for pk, act, subjects, result, refusal, at in events.values_list(
            "file", "act", "subjects", "facts__result", "facts__refusal", "occurred_at"):
        day = at.astimezone(TZ).date()
        if act == "reinspect":
            for key in subjects:
                results[pk, key].append(str(result))
            continue
        entered.setdefault(pk, day)
        if act != "record" and refusal and str(refusal).strip():
            held = seen[by_pk[pk][3]]
            held["refusals"] = (*held["refusals"], (day, _file(by_pk[pk])))
    for f in files:
        if f[2] == "inspection" and f[0] in entered:
            held = seen[f[3]]
            held["visits"] = (*held["visits"], (entered[f[0]], _file(f)))
    return seen, _problems(by_pk, entered, results)


def _problems(by_pk: Mapping[int, tuple[Any, ...]], entered: Mapping[int, date],
              results: Mapping[tuple[int, str], list[str]]) -> dict[int, tuple[Plain, ...]]:
    """Each problem once: as its rectification holds it where there is one, else as the inspection does."""
    origins = {row[0]: row[1:] for row in FileLink.objects.filter(outcome__in=list(by_pk), kind="", origin__procedure="inspection")
               .values_list("outcome", "origin", "subjects")}
    rows = Finding.objects.filter(file__in=list(by_pk)).order_by("-file", "pk").values_list(
        "file", "key", "text", "major", "due_on", "state")
    first: dict[tuple[int, str], tuple[Any, ...]] = {}
    mended: dict[tuple[int, str], list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        if by_pk[row[0]][2] == "inspection":
            first[row[0], row[1]] = row
            continue
        origin, subjects = origins.get(row[0], (row[0], {}))
        back = {v: k for k, v in (subjects or {}).items()}
        mended[origin, back.get(row[1], row[1])].append(row)
    out: dict[int, list[Plain]] = defaultdict(list)
    for slot in dict.fromkeys([*first, *mended]):
        where = by_pk.get(slot[0]) or by_pk[mended[slot][0][0]]
        if where[0] not in entered and where[2] == "inspection":
            continue
        out[where[3]].append(_problem(first.get(slot), mended.get(slot, []), where, entered.get(where[0]), results, by_pk))
    return defaultdict(tuple, {pk: tuple(rows) for pk, rows in out.items()})


def _problem(own: tuple[Any, ...] | None, mended: Sequence[tuple[Any, ...]], where: tuple[Any, ...], entered: date | None,
             results: Mapping[tuple[int, str], list[str]], by_pk: Mapping[int, tuple[Any, ...]]) -> Plain:
    shown = own or mended[0]
    ends = [results.get((m[0], m[1]), []) for m in mended]
    failed = any(r != "pass" for tries in ends for r in tries)
    open_ = any(not tries or tries[-1] != "pass" for tries in ends) if mended else _still_open(shown)
    due = next((m[4] for m in mended if m[4]), None) or (own[4] if own else None)
    last = by_pk[mended[-1][0]] if mended else where
    return {"text": shown[2][:60], "found_on": entered or where[4].astimezone(TZ).date(), "major": any(r[3] for r in (shown, *mended)),
            "open": open_, "failed": failed, "due": due, "ref": _file(last if open_ or failed else where)}


def _still_open(row: tuple[Any, ...]) -> bool:
    """A finding without a rectification: a case alone does not take a major hazard away."""
    return row[5] not in PUT_RIGHT and (row[3] or row[5] != "propose_case")


def _file(row: tuple[Any, ...]) -> tuple[str, str]:
    return str(row[1]), f"file:{row[1]}"


# --- penalties ---------------------------------------------------------------------------------------------------

def _fines(ids: Sequence[int], on: date) -> dict[int, tuple[Plain, ...]]:
    """Decisions that impose a penalty on the enterprise itself and were served; the newest first."""
    rows = list(Penalty.objects.filter(Q(party__enterprise__in=ids), decision="penalty", served_on__lte=on)
                .order_by("-decided_on", "-pk").values_list("party__enterprise", "decided_on", "fine_fen", "confiscated_fen",
                                                            "document_no", "file", "file__no", "party__key"))
    codes: dict[tuple[int, str], set[str]] = defaultdict(set)
    for file, code, attrs in Finding.objects.filter(file__in={r[5] for r in rows}).exclude(violation="").values_list(
            "file", "violation", "attrs"):
        codes[file, str(attrs.get("party") or "")].add(code)
    out: dict[int, list[Plain]] = defaultdict(list)
    for firm, day, fine, gain, number, file, no, key in rows:
        held = codes.get((file, key)) or codes.get((file, "")) or set()
        out[firm].append({"on": day, "fen": fine + gain, "codes": tuple(sorted(held)), "ref": (number or no, f"file:{no}")})
    return defaultdict(tuple, {pk: tuple(v) for pk, v in out.items()})


# --- ledgers -----------------------------------------------------------------------------------------------------

def _lines(ids: Sequence[int]) -> dict[int, dict[str, list[tuple[int, Mapping[str, Any]]]]]:
    """Lines that were not archived, by enterprise and ledger: (id, values)."""
    out: dict[int, dict[str, list[tuple[int, Mapping[str, Any]]]]] = defaultdict(lambda: defaultdict(list))
    for pk, firm, book, values in Line.objects.filter(enterprise__in=ids, ledger__in=LEDGERS, archived_at=None).order_by("-pk").values_list(
            "pk", "enterprise", "ledger", "values"):
        out[firm][book].append((pk, values))
    return out


def _from_ledgers(held: Mapping[str, list[tuple[int, Mapping[str, Any]]]], on: date) -> Plain:
    def rows(book: str) -> list[tuple[Mapping[str, Any], tuple[str, str]]]:
        return [(v, (str(v.get("name") or v.get("number") or v.get("happened_on") or "台账"), f"line:{book}/{pk}"))
                for pk, v in held.get(book, ())]
    return {
        "sources": tuple({"level": str(v.get("grade")), "ref": ref} for v, ref in rows("hazard_sources") if v.get("state") != "removed"),
        "risks": tuple({"level": str(v["level"]), "ref": ref} for v, ref in rows("firm_risks") if v.get("state") != "removed"),
        "accidents": tuple({"on": day, "deaths": int(v.get("deaths") or 0), "serious": int(v.get("serious_injuries") or 0),
                            "concealed": bool(v.get("concealed")), "ref": (f"事故 {day}", ref[1])}
                           for v, ref in rows("accidents") if (day := as_date(v, "happened_on")) and day <= on),
        "permits": tuple({"kind": str(v.get("kind")), "zh": PERMITS.get(str(v.get("kind")), "许可证"), "state": str(v.get("state")),
                          "until": as_date(v, "until"), "ref": (str(v.get("number") or "许可证"), ref[1])} for v, ref in rows("permits")),
        "own": _own([v for v, _ in rows("insurance")], [v for v, _ in rows("safety_managers")], [v for v, _ in rows("firm_risks")],
                    [v for v, _ in rows("firm_trainings")], [v for v, _ in rows("commitments")], on)}


Rows = Iterable[Mapping[str, Any]]


def _own(insured: Rows, managers: Rows, risks: Rows, trained: Rows, promised: Rows, on: date) -> dict[str, tuple[bool, str]]:
    """The marks of self-management of which something is registered."""
    found: dict[str, tuple[bool, str]] = {}
    ends = [d for v in insured if v.get("state") == "valid" and (d := as_date(v, "until"))]
    if ends:
        found["insurance"] = (max(ends) >= on, f"保险期至 {max(ends)}")
    posts = [v for v in managers if v.get("state") == "in_post"]
    if posts:
        bad = [v for v in posts if not v.get("assessed") or ((d := as_date(v, "until")) is not None and d < on)]
        found["managers"] = (not bad, f"在任 {len(posts)} 人，考核合格且在有效期内 {len(posts) - len(bad)} 人")
    held = [v for v in risks if v.get("state") != "removed"]
    if held:
        found["risks"] = (True, f"清单 {len(held)} 条")
    year = date(on.year - 1, on.month, min(on.day, 28))
    lessons = [v for v in trained if (d := as_date(v, "held_on")) and year < d <= on]
    if lessons:
        should, came = sum(int(v.get("should") or v.get("attended") or 0) for v in lessons), sum(int(v.get("attended") or 0) for v in lessons)
        true = all(v.get("recorded") is not False for v in lessons)
        found["trainings"] = (true and came >= TRAINED * should, f"近一年应训 {should} 人次、实训 {came} 人次{'' if true else '，有不如实记录'}")
    words = [v for v in promised if v.get("state") != "withdrawn"]
    if words:
        broken = sum(1 for v in words if v.get("state") == "broken")
        found["commitments"] = (not broken, f"承诺 {len(words)} 份，未履行 {broken} 份")
    return found


def _credit_says(standing: Standing | None) -> str:
    if standing is None:
        return ""
    until = f" 至 {standing.until}" if standing.until else ""
    return f"自 {standing.since}{until}{f'，{standing.reason}' if standing.reason else ''}"[:120]


def _registered(firm: Enterprise, held: Standing | None) -> bool:
    """Somebody registered it as a key unit; what an earlier computation wrote there is no such registration."""
    if held is None:
        return bool(firm.key_unit)
    return any(row[0] == "registered" for row in held.detail.get("reasons", ()))
