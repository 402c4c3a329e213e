"""What a paper prints, gathered from the file: facts in words, parties, officers, signatures."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from zhiheng.actions import filed
from zhiheng.actions.acting import acting_for
from zhiheng.kernel.clock import TZ, format_moment
from zhiheng.kernel.facts import FieldSpec
from zhiheng.kernel.procedure import Act, Procedure
from zhiheng.kernel.view import ACT, Event, FileView, Person, Subject
from zhiheng.law.printing import printed
from zhiheng.law.printing.charges import charges
from zhiheng.papers.spec import spec as paper_spec
from zhiheng.records.models import Agency, Enterprise, File, Paper
from zhiheng.records.queries.view import enterprise_facts

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def verify_code(file_no: str, seq: int, code: str, subject: str) -> str:
    """Ten signs printed on the paper by which anyone may check it; not guessable, the same on a re-run."""
    raw = salted_hmac("zhiheng.paper", f"{file_no}/{seq}/{code}/{subject}", algorithm="sha256").digest()
    return "".join(_ALPHABET[b % len(_ALPHABET)] for b in raw[:10])


def agency_context(agency: Agency, by: str = "") -> dict[str, str]:
    """The agency in whose name a paper stands; ``by`` the delegated body that acted for it."""
    return {"name": agency.name, "short": agency.region_short, "address": agency.address, "phone": agency.phone,
            "contact": "", "gov": agency.government, "court": agency.court, "postcode": "", "by": by}


def answering(file: File, view: FileView, on: date) -> dict[str, str]:
    """Who answers for the file on a day: the delegating bureau (行政处罚法 20-4, 行政复议法 19-3, 行政诉讼法 26-5), else the
    agency itself; an assigned township stands in its own name."""
    found = acting_for(file, view, on)
    return agency_context(found.agency, file.agency.name if found.mode == "delegation" else "")


def enterprise_party(firm: Enterprise) -> dict[str, Any]:
    """The enterprise as the party of an inspection."""
    facts = enterprise_facts(firm)
    return {"kind": "unit", "name": firm.name, "uscc": firm.code or "", "address": firm.address,
            "legal_rep": firm.principal, "legal_rep_title": facts["principal_post"], "phone": firm.phone}


def party_context(subject: Subject) -> dict[str, Any]:
    """A party subject with the names that papers use; what the facts already name so stays."""
    attrs = dict(subject.attrs)
    aliases = {"uscc": ("uscc", "code", "credit_code"), "legal_rep": ("legal_rep", "principal"),
               "legal_rep_title": ("legal_rep_title", "legal_rep_post", "principal_post"),
               "id_no": ("id_no", "id_number", "idcard"), "phone": ("phone", "tel")}
    for name, sources in aliases.items():
        attrs[name] = next((attrs[s] for s in sources if attrs.get(s)), "")
    attrs["address"] = attrs.get("address") or attrs.get("home") or "不详"  # whether that is enough, a gate has said
    return attrs | {"name": subject.name, "kind": "person" if attrs.get("kind") in ("person", "individual") else "unit"}


def parties_of(file: File, view: FileView) -> list[dict[str, Any]]:
    """The parties of the file; without any, the enterprise it is about, or the unit named in its facts."""
    found = [party_context(s) for s in view.of_kind("party")]
    if found:
        return found
    if file.enterprise is not None:
        return [enterprise_party(file.enterprise)]
    named = _earlier(view, "checked_unit") or _earlier(view, "addressee")
    address = _earlier(view, "checked_unit_address") or ""
    return [{"kind": "unit", "name": named, "address": address}] if named else []


def worded(specs: Iterable[FieldSpec], facts: Mapping[str, Any], people: Mapping[str, Person]) -> dict[str, Any]:
    """Facts with their codes put into words: choices in Chinese, persons by name."""
    out: dict[str, Any] = {}
    for field in specs:
        if field.name not in facts:
            continue
        out[field.name] = _word(field, facts[field.name], people)
    return out


def _word(field: FieldSpec, value: Any, people: Mapping[str, Person]) -> Any:
    names = dict(field.choices)
    if field.rows and isinstance(value, list):
        return [worded(field.rows, row, people) for row in value if isinstance(row, Mapping)]
    if isinstance(value, list):
        return [names.get(v, people[v].name if v in people else v) for v in value]
    if isinstance(value, str):
        return names.get(value) or (people[value].name if field.type == "person" and value in people else value)
    return value


def _earlier(view: FileView, name: str) -> Any:
    for event in reversed(view.events):
        if event.kind == ACT and event.facts.get(name) not in (None, "", []):
            return event.facts[name]
    return None


def officers_context(view: FileView, officers: Sequence[str]) -> list[dict[str, str]]:
    return [{"name": p.name, "certificate": p.certificate.number if p.certificate else ""}
            for u in officers if (p := view.people.get(u)) is not None]


def signatures(act: Act, hops: Sequence[Event], people: Mapping[str, Person]) -> list[dict[str, str]]:
    """Rows {role, name, at, opinion} of the signatures given so far, in order."""
    return [{"role": h.role, "name": people[h.actor].name if h.actor in people else h.actor,
             "at": format_moment(h.recorded_at), "opinion": str(h.facts.get("opinion", ""))} for h in hops]


def build(code: str, *, file: File, view: FileView, act: Act, facts: Mapping[str, Any], subject: Subject | None,
          subjects: Sequence[Subject], at: datetime, sign: Sequence[Mapping[str, str]], no: str = "",
          verify: str = "", draft: bool = False, papers: Sequence[Paper] = (),
          procedure: Procedure | None = None) -> dict[str, Any]:
    """The context of one paper, as docs/papers.md describes it.

    ``papers`` are those already in the file, whose numbers this one names; ``procedure`` puts the codes of earlier
    acts into words.
    """
    parties = parties_of(file, view)
    first = parties[0] if parties else None
    party = party_context(subject) if subject is not None and subject.kind == "party" else first
    officers = view.officers() or tuple(facts.get("officers") or ())
    said = _said(code, view, act, facts, subjects)
    _filed(code, said, view, papers, subject.key if subject else "")
    day = _paper_day(facts, at)
    return {
        "code": code, "no": no, "date": day.isoformat(), "created": at.isoformat(), "draft": draft,
        "agency": answering(file, view, day), "party": party, "parties": parties,
        "file": {"no": file.no, "title": file.title, "filed_no": _filed_no(file)},
        "officers": officers_context(view, officers), "sign": list(sign), "seal": True,
        "f": _completed(code, said, _Past(view, act, procedure, subject), file, party, subjects),
        "violations": charges(code, view, facts, subject), "unit_sign": _unit_sign(facts, day),
        "verify": {"code": verify, "url": f"{_base()}/p/papers/{verify}/"} if verify else None,
    }


def _said(code: str, view: FileView, act: Act, facts: Mapping[str, Any], subjects: Sequence[Subject]) -> dict[str, Any]:
    """The act's facts in words, under the names of the paper; what the law's printing derives wins."""
    words = worded(act.fields, facts, view.people)
    derived = printed(code, view, facts, tuple(subjects))
    return words | {k: v for k, v in derived.items() if k not in facts or facts[k] != v}


def _base() -> str:
    return str(getattr(settings, "ZHIHENG_PUBLIC_URL", "") or "")


def _filed_no(file: File) -> str:
    numbers = getattr(file, "_prefetched_filed_no", None)
    if numbers is None and file.pk is None:  # a paper is previewed before its file is opened
        return ""
    if numbers is None:
        numbers = file.numbers.filter(word="应急立").order_by("id").values_list("text", flat=True).first() or ""
    return str(numbers)


def _paper_day(facts: Mapping[str, Any], at: datetime) -> date:
    given = facts.get("issue_date")
    return date.fromisoformat(given[:10]) if isinstance(given, str) and given else at.astimezone(TZ).date()


def _filed(code: str, said: dict[str, Any], view: FileView, papers: Sequence[Paper], subject: str) -> None:
    """Numbers and pages of the papers in the file; what the act itself says stays."""
    for name, number in filed.references(code, papers, subject).items():
        if said.get(name) in (None, ""):
            said[name] = number
    if code == "service_receipt":
        said["rows"] = filed.numbered(said.get("rows") or (), papers, subject)
    if code == "case_file_catalogue" and papers:
        said["rows"] = filed.contents(view, papers) or said.get("rows")


_STATED = ("unit_sign", "subject_sign", "party_sign")
_SIGNERS = ("unit_signer", "subject_name", "party_present", "receiver")
_ABSENT = {"refused": "拒绝签字", "absent": "不在场，未签字"}


def _unit_sign(facts: Mapping[str, Any], day: date) -> dict[str, str]:
    """The signature line of the person concerned: who signed on the spot, or that he refused and what proves it."""
    state = next((str(facts[k]) for k in _STATED if facts.get(k)), "")
    who = next((str(facts[k]) for k in _SIGNERS if facts.get(k)), "").split("（")[0]
    if state == "signed":
        return {"name": who, "date": day.isoformat() if who else "", "note": ""}
    proof = str(facts.get("witness") or "")
    notes = [str(facts.get("refusal_note") or "").rstrip("。；"), f"见证人、录像：{proof}" if proof else ""]
    return {"name": _ABSENT.get(state, ""), "date": day.isoformat() if state in _ABSENT else "",
            "note": "；".join(n for n in notes if n)}


@dataclass(frozen=True)
class _Past:
    """What earlier acts of the file said, in words, as far as it may stand on a paper of this act."""

    view: FileView
    act: Act
    procedure: Procedure | None
    subject: Subject | None

    def told(self, name: str) -> Any:
        """The latest earlier value. None for what this act's own form asks (left empty, it is empty), and for what
        was said of another party."""
        if any(field.name == name for field in self.act.fields):
            return None
        for event in reversed(self.view.events):
            if event.kind == ACT and event.facts.get(name) not in (None, "", []) and self._concerns(event):
                return self._worded(event, name)
        return None

    def _concerns(self, event: Event) -> bool:
        return self.subject is None or not event.subjects or self.subject.key in event.subjects

    def _worded(self, event: Event, name: str) -> Any:
        fields = self.procedure.act(event.act).fields if self.procedure else ()
        return worded(fields, event.facts, self.view.people).get(name, event.facts[name])


def _completed(code: str, said: dict[str, Any], past: _Past, file: File, party: Mapping[str, Any] | None,
               subjects: Sequence[Subject]) -> dict[str, Any]:
    """Facts the paper asks for and the act did not: from earlier acts of the file, the party, the subjects."""
    known = {
        "case_name": file.title, "addressee": (party or {}).get("name"), "party_name": (party or {}).get("name"),
        "checked_unit": (party or {}).get("name"), "checked_unit_address": (party or {}).get("address"),
        "problems": [s.name for s in subjects if s.kind == "finding"],
    }
    for field in paper_spec(code).fields:
        if said.get(field.name) not in (None, "", []):
            continue
        value = known.get(field.name)
        if value in (None, "", []) and field.type in ("text", "longtext", "date", "datetime", "bool", "money"):
            value = past.told(field.name)
        if (value not in (None, "", []) and not isinstance(value, (dict, bool))) or isinstance(value, bool):
            said[field.name] = value
    return said
