"""A report held to be doubtful becomes a lead of a case; an agency becomes an enterprise that may be inspected."""
from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from zhiheng.actions import ledgers, register
from zhiheng.actions.errors import Invalid, NotAllowed
from zhiheng.actions.outcome import Outcome
from zhiheng.actions.perform import open_file
from zhiheng.kernel.facts import FactError
from zhiheng.law import violations
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Agency, Enterprise, Line, Person
from zhiheng.registers.catalogue import ledger
from zhiheng.registers.intermediary import Finding

ENOUGH = 10
CODES = ("AQSCF-092-1", "AQSCF-092-2-c", "AQSCF-092-2-a", "AQSCF-092-2-b", "AQSCF-092-2-P", "AQPJ-030-8", "AQPJ-030-9", "AQPJ-030-3",
         "AQPJ-030-10", "AQPJ-030-11", "AQPJ-029-1")
"""Acts of the catalogue a doubtful report may come to; the first stands for a report that is wrong without intent."""


def open_lead(report: Line, agency: Agency, firm: Enterprise | None, reason: str, codes: Sequence[str], signs: Sequence[Finding], *,
              officers: Sequence[str], by: Person) -> Outcome:
    """Open the lead of an ordinary case against the agency that issued the report, and mark the report.

    ``firm`` is the agency's own row in the register, if any: the file is about the agency, not about whom the report
    concerns. Invalid when the reason is too short or an act is unknown; NotAllowed when a lead is open already.
    """
    reason = reason.strip()
    faults = [FactError("reason", f"请写明哪里可疑，至少 {ENOUGH} 个字。")] if len(reason) < ENOUGH else []
    if not codes or any(c not in CODES for c in codes):
        faults.append(FactError("codes", "请选择拟核查的违法行为。"))
    if faults:
        raise Invalid(faults)
    with transaction.atomic():
        held = Line.objects.select_for_update().get(pk=report.pk)
        if held.values.get("case_no"):
            raise NotAllowed(f"这份报告已有线索案卷 {held.values['case_no']}")
        values = held.values
        acts = "；".join(f"{violations.get(c).title}（{c}）" for c in codes)
        odd = "；".join(f.says for f in signs)
        says = f"{values['intermediary']}出具的报告 {values['report_no']}（{values['issued_on']}）涉嫌失实或者虚假：{reason.rstrip('。')}。"
        text = says + (f"登记资料比对：{odd}。" if odd else "") + f"拟核查：{acts}。"
        facts = {"case_source": "inspection", "source_time": clock_now().date().isoformat(), "suspect": values["intermediary"],
                 "case_facts": text, "source_document": f"机构报告 {values['report_no']}", "officers": list(officers)}
        done = open_file("penalty_ordinary", "lead", facts, by, agency=agency, enterprise=firm,
                         title=f"{values['intermediary']}涉嫌出具失实、虚假报告"[:200])
        ledgers.change(ledger("intermediary_reports"), held, {**values, "verified": "suspected", "case_no": done.file.no,
                                                              "finding": values.get("finding") or reason[:1000]},
                       version=held.version, by=by, reason="怀疑失实，建立线索")
        return done


def enrol(line: Line, *, by: Person) -> Enterprise:
    """Put an agency into the register of enterprises, so that it may be inspected as any other. NotAllowed without a code."""
    code = str(line.values.get("code") or "")
    if not code:
        raise NotAllowed("机构没有统一社会信用代码，不能登记为监管对象")
    row = {"code": code, "name": line.values["name"], "address": line.values.get("address") or "", "principal": line.values.get("contact") or "",
           "phone": line.values.get("phone") or "", "fields": ["中介机构"], "industry": "专业技术服务业"}
    if not Enterprise.objects.filter(code=code).exists():
        register.enroll_counted(line.agency, [row], by, clock_now())
    return Enterprise.objects.get(code=code)
