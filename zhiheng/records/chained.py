"""What of an event the chain covers. The one place that turns a row into the record that is hashed and archived."""
from __future__ import annotations

from datetime import datetime
from typing import Any

from zhiheng.kernel import chain
from zhiheng.kernel.clock import TZ
from zhiheng.records.models import Event, File


def body(row: Event, file_no: str) -> dict[str, Any]:
    """The record of an event: everything that it says, in JSON values; moments as ISO text of Chinese time."""
    return {
        "file": file_no, "seq": row.seq, "kind": row.kind, "act": row.act, "subjects": list(row.subjects),
        "subject_names": row.subject_names, "facts": row.facts, "actor": row.actor_id, "actor_name": row.actor_name,
        "role": row.role, "ref": row.ref, "signers": [list(s) for s in row.signers], "papers": row.papers,
        "notes": row.notes, "occurred_at": _moment(row.occurred_at), "recorded_at": _moment(row.recorded_at),
        "device": row.device, "key": row.key,
    }


def sealed(row: Event, file_no: str) -> dict[str, Any]:
    """The stored record with its own hashes, as :func:`zhiheng.kernel.chain.verify_chain` and packages take it."""
    return body(row, file_no) | {"alg": chain.ALGORITHM, "prev": row.prev_hash, "hash": row.hash}


def genesis(file: File) -> str:
    """What the first event of a file points back to."""
    return chain.genesis(file.no, file.agency.code, file.procedure)


def _moment(value: datetime) -> str:
    return value.astimezone(TZ).isoformat()
