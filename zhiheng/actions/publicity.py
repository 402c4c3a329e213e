"""What the public gets to see: the masked record of a result, or the reasons why it cannot be shown. Fails closed."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.crypto import salted_hmac

from zhiheng.actions.acting import acting_for
from zhiheng.actions.errors import Invalid, NotAllowed
from zhiheng.actions.personal import people
from zhiheng.kernel import masking
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.facts import FactError, as_date
from zhiheng.kernel.money import capital
from zhiheng.kernel.view import FileView, Subject
from zhiheng.records.grams import bigrams
from zhiheng.records.models import File, Publication


def slug(file_no: str, kind: str, party: str) -> str:
    """The public address of a record: says nothing of the file, the same on every rebuild."""
    return salted_hmac("zhiheng.publication", f"{file_no}/{kind}/{party}", algorithm="sha256").hexdigest()[:16]


def show(file: File, kind: str, party: str, candidate: masking.Candidate, *, published_at: datetime, seq: int,
         due_on: date | None) -> Publication:
    """Keep the masked record of a publication. Invalid with every reason when masking refuses: nothing is shown.

    What an earlier version of the masking let through and this one refuses is taken off the pages on a replay.
    """
    made = masking.publishable(candidate)
    known = Publication.objects.filter(file=file, party=party, kind=kind).first()
    if isinstance(made, masking.Refusal):
        if known is not None and known.event_seq == seq:
            return _block(known, made)
        raise Invalid([FactError("secrets_checked", f"{r.says}（{r.article.short()}）") for r in made.reasons])
    record = _record(made)
    if known is not None and known.published_at is not None and known.event_seq < seq:
        record["corrected"] = {"on": published_at.astimezone(TZ).date().isoformat(), "doc_no": known.record.get("doc_no")}
    title = f"行政处罚决定 {made.doc_no}".strip() if kind == "penalty" else f"{made.party} 检查结果"
    row, _ = Publication.objects.update_or_create(file=file, party=party, kind=kind, defaults={
        "slug": slug(file.no, kind, party), "title": title[:200], "record": record, "grams": _grams(made, title),
        "due_on": due_on, "decided_on": made.decided_on, "published_at": published_at, "event_seq": seq, "blocked": ""})
    return row


def withhold(file: File, kind: str, party: str, reason: str, *, decided_on: date, seq: int,
             due_on: date | None) -> Publication:
    """Keep that a result is not published, and why; the row holds nothing else (行政处罚法 48-1, 50)."""
    row, _ = Publication.objects.update_or_create(file=file, party=party, kind=kind, defaults={
        "slug": slug(file.no, kind, party), "title": "不予公开", "record": {}, "grams": "", "due_on": due_on,
        "decided_on": decided_on, "published_at": None, "event_seq": seq, "blocked": f"不予公开：{reason}"[:200]})
    return row


def _block(row: Publication, refusal: masking.Refusal) -> Publication:
    row.record, row.grams, row.published_at = {}, "", None
    row.blocked = "；".join(r.says for r in refusal.reasons)[:200]
    row.save(update_fields=["record", "grams", "published_at", "blocked"])
    return row


def _grams(made: masking.PublicRecord, title: str) -> str:
    texts = (made.party, made.party_code, made.doc_no, title, *(t for _, t in made.fields))
    return f" {' '.join(dict.fromkeys(g for text in texts for g in bigrams(text)))} "


def _record(made: masking.PublicRecord) -> dict[str, Any]:
    return {
        "kind": made.kind, "party": made.party, "party_code": made.party_code, "agency": made.agency,
        "doc_no": made.doc_no, "decided_on": made.decided_on.isoformat(), "fields": [list(f) for f in made.fields],
        "masked": list(made.masked), "basis": [a.key() for a in made.basis]}


def withdraw(publication: Publication, reason: str, *, at: datetime) -> None:
    """Take a record off the public pages; the page says that it was withdrawn (行政处罚法 48-2: within 3 days)."""
    if len(reason.strip()) < 4:
        raise NotAllowed("撤回公开须写明理由")
    publication.withdrawn_at, publication.withdrawn_reason = at, reason.strip()
    publication.save(update_fields=["withdrawn_at", "withdrawn_reason"])


def penalty_candidate(file: File, view: FileView, subject: Subject, decided: Mapping[str, Any], on: date, number: str,
                      checked: bool | None) -> masking.Candidate:
    """The candidate record of one party's decision."""
    person = subject.attrs.get("kind") in ("person", "individual")
    amount = int(decided.get("fine_amount") or 0)
    fields = [("违法事实", str(decided.get("illegal_facts") or "")),
              ("违反的规定", _joined(decided.get("violated_provisions"))),
              ("处罚依据", _joined(decided.get("penalty_basis"))), ("处罚内容", _joined(decided.get("penalties")))]
    if amount:
        fields.append(("罚款金额", f"\u00a5{amount // 100:,}.{amount % 100:02d}（{capital(amount)}）"))
    others, private = people(file, view, subject.key)
    return masking.Candidate(
        kind="penalty", party_kind=masking.PERSON if person else masking.UNIT, party_name=subject.name,
        party_code=str(subject.attrs.get("uscc") or ""), agency=acting_for(file, view, on).name, doc_no=number, decided_on=on,
        fields=tuple((k, v) for k, v in fields if v), minor=_minor(subject, view) if person else None,
        state_secret=False if checked else None, trade_secret=False if checked else None, others=others,
        private_terms=private)


def inspection_candidate(file: File, view: FileView, on: date) -> masking.Candidate:
    """The result of an inspection: counts only and no free text, so that there is nothing secret to look for."""
    unit = file.enterprise
    found = view.of_kind("finding")
    majors = sum(1 for s in found if s.attrs.get("level") == "major")
    orders = len(view.done("rectification_order"))
    said = f"发现问题 {len(found)} 项，其中重大隐患 {majors} 项" if found else "未发现违法行为和事故隐患"
    fields = [("检查日期", on.isoformat()), ("检查结果", said)]
    if orders:
        fields.append(("处理情况", f"责令限期整改 {orders} 次"))
    recorded = next((e.facts["checked_unit"] for e in view.events if e.facts.get("checked_unit")), "")
    name = str(recorded) or (unit.name if unit else "")  # as it was called then; the register may have moved on
    others, private = people(file, view)
    return masking.Candidate(
        kind="inspection", party_kind=masking.PERSON if name in others else masking.UNIT, party_name=name,
        party_code=(unit.code or "") if unit else "",
        agency=acting_for(file, view, on).name, doc_no=_first_number(view, file), decided_on=on, fields=tuple(fields),
        state_secret=False, trade_secret=False, others=others, private_terms=private)


def _first_number(view: FileView, file: File) -> str:
    number = file.numbers.filter(word="应急检记").order_by("id").values_list("text", flat=True).first()
    return str(number or "")


def _joined(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "；".join(str(v) for v in value)
    return str(value or "")


def _minor(subject: Subject, view: FileView) -> bool | None:
    """Whether a person was under 18 when the matter happened; None when the birth date is not in the file."""
    born = as_date(subject.attrs, "birth_date") or _born(str(subject.attrs.get("id_no") or ""))
    if born is None:
        return None
    on = view.violation_on or view.opened_at.astimezone(TZ).date()
    return (on.year - born.year - ((on.month, on.day) < (born.month, born.day))) < 18


def _born(id_no: str) -> date | None:
    try:
        return date(int(id_no[6:10]), int(id_no[10:12]), int(id_no[12:14])) if len(id_no) == 18 else None
    except ValueError:
        return None
