"""Grades that newer records have overtaken are computed again at night: never inside the act that brought the record."""
from __future__ import annotations

from datetime import date

from zhiheng.actions import grading
from zhiheng.actions.grading import Written
from zhiheng.records.models import Enterprise
from zhiheng.records.queries.grading_pages import newer


def due(on: date) -> list[int]:
    """The enterprises of all agencies whose grade is older than what is recorded of them."""
    return sorted(newer(Enterprise.objects.filter(merged_into=None, closed_on=None), on))


def catch_up(on: date) -> Written:
    """Compute again whoever is due. Safe to repeat: who was looked at is due no more."""
    return grading.recompute(due(on), on=on)
