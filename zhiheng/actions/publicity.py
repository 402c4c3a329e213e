"""What the public gets to see: the masked record of a result, or the reasons why it cannot be shown. Fails closed."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.crypto import salted_hmac

from zhiheng.actions.errors import Invalid, NotAllowed
from zhiheng.kernel import masking
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.facts import FactError, as_date
from zhiheng.kernel.money import capital
from zhiheng.kernel.view import FileView, Subject
from zhiheng.records.grams import bigrams
from zhiheng.records.models import File, Publication

_PRIVATE = ("id_no", "phone", "home", "subject_id_no", "subject_home", "subject_phone", "legal_rep", "subject_name",
            "speaker", "witness", "invited", "site_person", "party_present")


def slug(file_no: str, kind: str, party: str) -> str:
    """The public address of a record: says nothing of the file, the same on every rebuild."""
    return salted_hmac("zhiheng.publication", f"{file_no}/{kind}/{party}", algorithm="sha256").hexdigest()[:16]


def show(file: File, kind: str, party: str, candidate: masking.Candidate, *, title: str, published_at: datetime,
         seq: int, due_on: date | None) -> Publication:
    """Keep the masked record of a publication. Invalid with every reason when masking refuses: nothing is shown."""
    made = masking.publishable(candidate)
    if isinstance(made, masking.Refusal):
        raise Invalid([FactError("secrets_checked", f"{r.says}（{r.article.short()}）") for r in made.reasons])
    record = {
        "kind": made.kind, "party": made.party, "party_code": made.party_code, "agency": made.agency,
        "doc_no": made.doc_no, "decided_on": made.decided_on.isoformat(), "fields": [list(f) for f in made.fields],
        "masked": list(made.masked), "basis": [a.key() for a in made.basis]}
    words = dict.fromkeys(g for text in (made.party, made.party_code, made.doc_no, title,
                                         *(t for _, t in made.fields)) for g in bigrams(text))
    row, _ = Publication.objects.update_or_create(file=file, party=party, kind=kind, defaults={
        "slug": slug(file.no, kind, party), "title": title[:200], "record": record, "grams": f" {' '.join(words)} ",
        "due_on": due_on, "decided_on": made.decided_on, "published_at": published_at, "event_seq": seq, "blocked": ""})
    return row


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
    others, private = _people(view, subject)
    return masking.Candidate(
        kind="penalty", party_kind=masking.PERSON if person else masking.UNIT, party_name=subject.name,
        party_code=str(subject.attrs.get("uscc") or ""), agency=file.agency.name, doc_no=number, decided_on=on,
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
    name = unit.name if unit else str(next((e.facts["checked_unit"] for e in view.events if e.facts.get("checked_unit")), ""))
    return masking.Candidate(
        kind="inspection", party_kind=masking.UNIT, party_name=name, party_code=(unit.code or "") if unit else "",
        agency=file.agency.name, doc_no=_first_number(view, file), decided_on=on, fields=tuple(fields),
        state_secret=False, trade_secret=False)


def _first_number(view: FileView, file: File) -> str:
    number = file.numbers.filter(word="应急检记").order_by("id").values_list("text", flat=True).first()
    return str(number or "")


def _joined(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "；".join(str(v) for v in value)
    return str(value or "")


def _people(view: FileView, subject: Subject) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Natural persons of the file who are not this party, and everything personal that the file holds."""
    others: list[str] = [s.name for s in view.of_kind("party")
                         if s.key != subject.key and s.attrs.get("kind") in ("person", "individual")]
    private: list[str] = []
    for facts in (*(s.attrs for s in view.of_kind("party")), *(e.facts for e in view.events)):
        for name in _PRIVATE:
            value = facts.get(name)
            if isinstance(value, str) and len(value.strip()) >= 2 and value != subject.name:
                (others if _is_name(name, value) else private).append(value.strip())
    return tuple(dict.fromkeys(others)), tuple(dict.fromkeys(private))


def _is_name(field: str, value: str) -> bool:
    return field in ("legal_rep", "subject_name", "speaker", "witness", "invited", "site_person") and len(value) <= 4


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


def overdue(now: datetime) -> Iterable[Publication]:
    """Results that should be public by now and are not (安全生产法 78-2: seven working days)."""
    return Publication.objects.filter(published_at__isnull=True, due_on__lt=now.astimezone(TZ).date())
