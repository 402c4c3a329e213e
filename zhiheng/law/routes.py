"""Routes of signatures as the official approval forms have them: 承办人 → 协办人 → 审核人 → 审批人.

Submitting an act signs its first step when the submitter is the one who must sign it (``kernel.effect``).
"""
from __future__ import annotations

from zhiheng.kernel.procedure import Sign

HANDLER = Sign("handler", "承办人", certified=True)
SECOND = Sign("second", "协办人（第二名执法人员）", certified=True)
SECTION = Sign("section_head", "审核人", opinion=True)
LEGAL = Sign("legal_reviewer", "法制审核人员", opinion=True)
HEAD = Sign("bureau_head", "审批人", opinion=True)
LEADER = Sign("bureau_head", "集体讨论出席负责人", opinion=True)

TWO_OFFICERS = (HANDLER, SECOND)
"""Records made on site and services: two certified officers (行政处罚法 42-1)."""

SECTION_APPROVAL = (HANDLER, SECOND, SECTION)
"""Two officers and the head of the section."""

APPROVAL = (HANDLER, SECOND, SECTION, HEAD)
"""The full approval form (审批表): handlers' opinion, section's check, leader's approval."""

HEAD_APPROVAL = (HANDLER, SECOND, HEAD)
"""A paper whose content was checked before and is issued (签发) by the leader."""

BY_HEAD = (HEAD,)
"""The leader alone decides (recusal 43-3, choice of the hearing's host 64-1-4)."""

REVIEWED = (LEGAL,)
"""The legal reviewer alone (58-1)."""

COLLECTIVE = (LEADER, LEADER)
"""Collective discussion: at least two leaders sign for themselves; further attendees are named in the record (57-2)."""
