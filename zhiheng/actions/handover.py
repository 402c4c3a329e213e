"""Open files handed from one officer to others: one act a file, through the one door, each whole or not at all."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhiheng.actions import rulebook
from zhiheng.actions.errors import Invalid, Refusal, Refused
from zhiheng.actions.perform import assess, perform
from zhiheng.kernel.engine import Obstacle
from zhiheng.law.procedures.reassigning import REASSIGN
from zhiheng.records.models import File, Person


@dataclass(frozen=True)
class Handed:
    """What became of one file. ``says``: why not, with what to do, and empty when it was (or can be) done."""

    file: File
    successor: str
    says: str = ""
    warns: str = ""


def handed(files: Sequence[tuple[File, str]], giver: Person, ground: str, reason: str, *, by: Person, write: bool) -> list[Handed]:
    """Let each successor (account) take the giver's place in his file; without ``write`` only say what would become of it.

    A file that is refused stays as it is; the others are handed over.
    """
    return [_one(file, successor, giver, {"ground": ground, "reason": reason}, by, write) for file, successor in files]


def _one(file: File, successor: str, giver: Person, facts: dict[str, str], by: Person, write: bool) -> Handed:
    procedure = rulebook.rules_for(file.agency).procedures[file.procedure]
    if REASSIGN not in procedure.names():
        return Handed(file, successor, f"「{procedure.zh}」没有「变更承办人」这一步，由有权签署的人员继续办理")
    taking = {"officers": list(dict.fromkeys(successor if who == giver.pk else who for who in file.officers)), **facts}
    try:
        found = [o for j in assess(file.no, REASSIGN, taking, by) for o in j.obstacles]
        stops = [o for o in found if o.stops]
        if stops:
            return Handed(file, successor, _said(stops))
        if write:
            perform(file.no, REASSIGN, taking, by)
        return Handed(file, successor, warns=_said([o for o in found if not o.stops]))
    except Refused as fault:
        return Handed(file, successor, _said(fault.obstacles))
    except Invalid as fault:
        return Handed(file, successor, "；".join(e.says for e in fault.errors))
    except Refusal as fault:
        return Handed(file, successor, str(fault))


def _said(found: Sequence[Obstacle]) -> str:
    return "；".join(dict.fromkeys(f"{o.says}{f'（{o.cure}）' if o.cure else ''}" for o in found))
