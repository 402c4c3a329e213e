"""Who has a matter: what other agencies began first, transfers that wait, disputes that are open, what goes on side by side.

Of another agency's file only number, agency, days, matter and telephone are told here: its content stays in its scope.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from zhiheng.kernel.clock import TZ
from zhiheng.records.models import Agency, ClockRow, Enterprise, Event, File, FileLink, Party
from zhiheng.records.queries.scope import Scope

BEGIN = {"inspection": ("plan", "emergency_entry"), "penalty_ordinary": ("lead", "receive_transfer", "file_case")}
TELLING = ("plan", "emergency_entry", "record", "lead", "receive_transfer", "file_case", "decide", "transfer_agency",
           "transfer_received", "merge_into", "withdraw_case", "accept_joint")
RECENT_DAYS = 60
"""Visits that began longer ago than this are not asked for: the law's gates look at thirty days."""
MOST = 60


def root(agency: Agency) -> str:
    """The path of the head of the tree."""
    return f"/{agency.path.split('/')[1]}/"


def tree_of(agency: Agency) -> list[Agency]:
    return list(Agency.objects.filter(path__startswith=root(agency)).order_by("path"))


# --- what others began -------------------------------------------------------------------------------------------

def begun_elsewhere(agency: Agency, procedure: str, *, enterprise_id: int | None, name: str = "", unless: int | None = None,
                    moment: datetime) -> list[dict[str, Any]]:
    """Files of the same procedure that other agencies of the house opened about an enterprise (or a named party).

    Rows as ``law/gates_competence`` reads them. Two indexed queries, none when there is nobody to ask about.
    """
    if procedure not in BEGIN or (enterprise_id is None and not name):
        return []
    files = _about(enterprise_id, name).filter(procedure=procedure, agency__path__startswith=root(agency))
    files = files.exclude(agency=agency.pk).select_related("agency").order_by("-opened_at")
    if procedure == "inspection":
        files = files.filter(Q(ended_at__isnull=True, stage__in=("", "plan", "site"))
                             | Q(opened_at__gte=moment - timedelta(days=RECENT_DAYS)))
    found = [f for f in files[:MOST] if f.pk != unless and f.kind != "joined"]
    return [row for f, events in _told(found) if (row := _row(f, events)) is not None]


def _about(enterprise_id: int | None, name: str) -> QuerySet[File]:
    if enterprise_id is not None:
        return File.objects.filter(enterprise=enterprise_id)
    firms = Enterprise.objects.filter(name=name).values("pk")
    named = Party.objects.filter(name=name).values("file")
    unbound = File.objects.filter(enterprise=None, ended_at=None, title__contains=name).values("pk")
    return File.objects.filter(Q(enterprise__in=firms) | Q(pk__in=named) | Q(pk__in=unbound))


def _told(files: Sequence[File]) -> list[tuple[File, list[dict[str, Any]]]]:
    """The acts (and drafts on their way) that say what each file is about; one query."""
    rows: dict[int, list[dict[str, Any]]] = {}
    if files:
        for row in Event.objects.filter(file__in=[f.pk for f in files], act__in=TELLING).order_by("seq").values(
                "file_id", "seq", "kind", "act", "facts", "occurred_at", "ref"):
            rows.setdefault(row["file_id"], []).append(row)
    return [(f, rows.get(f.pk, [])) for f in files]


def _row(file: File, events: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """A file in the words another agency may know; None when nothing stands (only a draft taken back)."""
    done = {e["act"]: e for e in events if e["kind"] == "act"}
    dropped = {e["ref"] for e in events if e["kind"] in ("withdraw", "return")}
    drafts = [e for e in events if e["kind"] == "draft" and e["act"] in BEGIN[file.procedure] and e["seq"] not in dropped]
    begun = next((done[a] for a in reversed(BEGIN[file.procedure]) if a in done), drafts[-1] if drafts else None)
    if begun is None:
        return None
    facts = begun["facts"]
    filed = done.get("file_case")
    return {
        "no": file.no, "procedure": file.procedure, "agency": file.agency.name, "code": file.agency.code,
        "phone": file.agency.phone, "on": _day(file.opened_at), "matter": _matter(file, facts), "stage": file.stage,
        "field": file.domain, "open": file.ended_at is None, "ended_on": _day(file.ended_at), "day": _visited(done, facts),
        "filed_on": _day(filed["occurred_at"]) if filed else "",
        "joined_by": [str(e["facts"].get("their_no")) for e in events if e["kind"] == "act" and e["act"] == "accept_joint"],
        "away": any(a in done for a in ("transfer_agency", "transfer_received", "merge_into", "withdraw_case")),
        "charges": [[str(v.get("party")), str(v.get("code"))] for v in (filed["facts"] if filed else {}).get("violations") or ()],
        "conduct": [str((filed["facts"] if filed else {}).get(n) or "") for n in ("violation_on", "violation_ended_on")],
        "fined": any(int(e["facts"].get("fine_amount") or 0) > 0 for e in events if e["kind"] == "act" and e["act"] == "decide")}


def _matter(file: File, facts: Mapping[str, Any]) -> str:
    if file.procedure == "inspection":
        return "、".join(x for x in ("行政检查", file.domain) if x)
    return str(facts.get("cause") or "违法线索核查")[:60]


def _visited(done: Mapping[str, dict[str, Any]], facts: Mapping[str, Any]) -> str:
    recorded = done.get("record")
    if recorded:
        return _day(recorded["occurred_at"])
    return str(facts.get("planned_from") or facts.get("arrived_at") or "")[:10]


def _day(moment: datetime | None) -> str:
    return moment.astimezone(TZ).date().isoformat() if moment else ""


# --- transfers, disputes, side by side -----------------------------------------------------------------------------

def waiting_transfers(codes: Iterable[str]) -> list[dict[str, Any]]:
    """Transfers to these agencies that nobody has received or objected to; oldest first. Two queries."""
    wanted = set(codes)
    waiting = ClockRow.objects.filter(clock="transfer_receipt", state="running").values("file")
    rows = Event.objects.filter(file__in=waiting, act="transfer_agency", kind="act").select_related(
        "file", "file__agency").order_by("occurred_at", "pk")
    last = {r.file_id: r for r in rows}
    return [_transfer(r) for r in last.values() if r.facts.get("to_code") in wanted]


def _transfer(row: Event) -> dict[str, Any]:
    facts = row.facts
    letter = next((p["no"] for p in row.papers if p["code"] == "case_transfer_letter"), "")
    return {"no": row.file.no, "agency": row.file.agency.name, "code": row.file.agency.code, "to_code": facts.get("to_code"),
            "addressee": facts.get("addressee"), "sent_on": _day(row.occurred_at), "letter_no": letter,
            "enterprise": row.file.enterprise_id, "suspect": _suspect(row.file, facts), "cause": facts.get("cause"),
            "case_facts": facts.get("finding") or facts.get("brief"), "reasons": facts.get("reasons"),
            "materials": facts.get("materials") or []}


def _suspect(file: File, facts: Mapping[str, Any]) -> str:
    if file.enterprise is not None:
        return file.enterprise.name
    named = Party.objects.filter(file=file).order_by("key").values_list("name", flat=True).first()
    return str(named or facts.get("cause") or file.title)


def joinable_cases(file: File) -> list[dict[str, Any]]:
    """Open cases of the same agency about the same enterprise or a party of the same name."""
    names = Party.objects.filter(file=file.pk).values("name")
    about = Q(parties__name__in=names)
    if file.enterprise_id is not None:
        about |= Q(enterprise=file.enterprise_id)
    found = File.objects.filter(about, agency=file.agency_id, procedure=file.procedure, ended_at__isnull=True)
    return [{"no": f.no, "title": f.title, "decided": f.penalties.exists()}
            for f in found.exclude(pk=file.pk).distinct().order_by("-opened_at")[:MOST]]


@dataclass(frozen=True)
class Beside:
    """Two files on one matter that both go on, for a recorded reason."""

    first: File
    second: File
    reason: str
    made_at: datetime


def beside(scope: Scope, *, limit: int = 100) -> list[Beside]:
    """Parallel files of which the second is in the scope; newest first, one query."""
    rows = FileLink.objects.filter(kind="parallel", outcome__in=scope.files).select_related(
        "origin", "origin__agency", "outcome", "outcome__agency").order_by("-made_at")[:limit]
    return [Beside(r.origin, r.outcome, r.reason, r.made_at) for r in rows]


@dataclass(frozen=True)
class Joined:
    """Two files that became one: a visit joined, a case handed over or merged."""

    kind: str
    origin: File
    outcome: File
    made_at: datetime


def joined(scope: Scope, *, limit: int = 100) -> list[Joined]:
    """Merged and transferred files of which either is in the scope; newest first."""
    mine = scope.files
    rows = FileLink.objects.filter(Q(origin__in=mine) | Q(outcome__in=mine), kind__in=("merged", "transferred")).select_related(
        "origin", "origin__agency", "outcome", "outcome__agency").order_by("-made_at")[:limit]
    return [Joined(r.kind, r.origin, r.outcome, r.made_at) for r in rows]


def open_disputes(scope: Scope, *, limit: int = 100) -> list[File]:
    """管辖协调 that is not finished, by what is due first."""
    return list(scope.files.filter(procedure="competence", ended_at__isnull=True).select_related("agency").order_by(
        "due_sort", "-opened_at")[:limit])


def codes_in(scope: Scope) -> list[str]:
    """The codes of the agencies a scope reaches."""
    return list(Agency.objects.filter(pk__in=scope.agencies).values_list("code", flat=True))


def shared_with(scope: Scope, no: str) -> File | None:
    """A file outside the scope that is read by link: what was handed to us, whose visit we joined (and who joined ours),
    the decision on competence about our own file. None when no such link stands."""
    mine = scope.files.values("pk")
    links = FileLink.objects.filter(
        Q(origin__no=no, kind__in=("transferred", "merged"), outcome__in=mine)
        | Q(outcome__no=no, kind__in=("merged", "assigned"), origin__in=mine))
    if not links.exists():
        return None
    return File.objects.select_related("agency", "agency__parent", "enterprise").get(no=no)

