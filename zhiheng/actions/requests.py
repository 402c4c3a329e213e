"""Asking a superior for something only he may do. A message; nothing follows from it by itself."""
from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiheng.actions.errors import NotAllowed
from zhiheng.actions.rulebook import rules_for
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import File, Message, Person
from zhiheng.records.queries.posts import colleagues

MIN_REASON = 10


def ask_release(file_no: str, act: str, gate: str, person: Person, reason: str, *, role: str, subject: str | None = None,
                at: datetime | None = None) -> int:
    """Ask everybody of ``role`` to release a gate; answers how many were asked. NotAllowed without a reason of
    at least ten characters, or when nobody holds the post."""
    if len(reason.strip()) < MIN_REASON:
        raise NotAllowed(f"申请放行的理由不少于 {MIN_REASON} 个字")
    moment = at or clock_now()
    file = File.objects.select_related("agency").get(no=file_no)
    zh = rules_for(file.agency).procedures[file.procedure].act(act).zh
    asked = [c.username for c in colleagues(file.agency, moment.date()) if role in c.roles]
    if not asked:
        raise NotAllowed("本机关没有可以放行的人员")
    text = f"{person.name}申请放行「{zh}」的一项条件（{file.title}）：{reason.strip()}"
    with transaction.atomic():
        Message.objects.bulk_create([
            Message(person_id=name, file=file, kind="release", at=moment, text=text[:300]) for name in asked])
    return len(asked)
