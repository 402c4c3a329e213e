"""The tables. Each answers a question that the events alone cannot answer quickly enough."""
from zhiheng.records.models.case import Finding, Party, Payment, PaymentNotice, Penalty
from zhiheng.records.models.files import (
    AppendOnly,
    Assignment,
    ClockRow,
    DraftForm,
    Event,
    File,
    FileCounter,
    FileLink,
    Signing,
)
from zhiheng.records.models.house import AccessLog, Checkpoint, HolidayYear, Message, Publication
from zhiheng.records.models.ledgers import Change, ImportRow, ImportRun, Line, LineGram
from zhiheng.records.models.local import LocalSheet
from zhiheng.records.models.papers import DocumentNumber, Evidence, NumberCounter, Paper
from zhiheng.records.models.people import Agency, Certificate, Mandate, Person
from zhiheng.records.models.plans import Draw, DrawPick, Plan, PlanItem, PlanVersion
from zhiheng.records.models.powers import Conferral, ThingUse
from zhiheng.records.models.register import Enterprise, EnterpriseGram
from zhiheng.records.models.standing import Attachment, GradingRow, GradingRun, Standing

__all__ = [
    "AccessLog", "Agency", "AppendOnly", "Assignment", "Attachment", "Certificate", "Change", "Checkpoint",
    "ClockRow", "Conferral", "DocumentNumber", "DraftForm", "Draw", "DrawPick", "Enterprise",
    "EnterpriseGram", "Event", "Evidence", "File", "FileCounter", "FileLink", "Finding", "GradingRow",
    "GradingRun", "HolidayYear", "ImportRow", "ImportRun", "Line", "LineGram", "LocalSheet", "Mandate",
    "Message", "NumberCounter", "Paper", "Party", "Payment", "PaymentNotice", "Penalty", "Person", "Plan",
    "PlanItem", "PlanVersion", "Publication", "Signing", "Standing", "ThingUse",
]
