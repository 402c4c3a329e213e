"""Processes for tests that need several of them, or need to kill one: ``python -m tests.actions.workers JOB …``."""
from __future__ import annotations

import os
import signal
import sys


def main(job: str, file_no: str, *rest: str) -> int:
    """race FILE WHO COUNT: that many notes. kill FILE POINT: end at that point of an act with a paper."""
    import tests.environment  # noqa: F401 (the surroundings come before the settings)

    os.environ["ZHIHENG_DATA"] = os.environ["WORKER_DATA"]
    import django
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DATABASES["default"]["NAME"] = os.environ["WORKER_DB"]
    django.setup()
    return {"race": race, "kill": kill}[job](file_no, *rest)


def race(file_no: str, who: str, count: str) -> int:
    from tests.actions import toy
    from zhiheng.actions import rulebook
    from zhiheng.actions.perform import perform
    from zhiheng.records.models import Person

    person = Person.objects.get(pk=who)
    with rulebook.using(toy.rules):
        for n in range(int(count)):
            perform(file_no, "note", {"text": f"{who} {n}"}, person, key=f"{who}-{n}")
    return 0


def kill(file_no: str, point: str) -> int:
    from tests.actions import toy
    from zhiheng.actions import derive, effect, ledger, rulebook
    from zhiheng.actions.perform import perform
    from zhiheng.records import store
    from zhiheng.records.models import Paper, Person

    def die(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def dying_freeze(file: object, view: object, act: object, row: object, *__: object) -> list[Paper]:
        store.put_bytes(b"a paper of an act that never was")
        return []

    effect.papers.freeze = dying_freeze  # type: ignore[assignment]
    target = {"after_events": (effect, "apply"), "before_caches": (derive, "refresh"),
              "before_events": (ledger.Book, "write"), "before_commit": (effect.spawn, "opened_by")}.get(point)
    if target:
        setattr(*target, die)
    with rulebook.using(toy.rules):
        perform(file_no, "note", {"text": "半途"}, Person.objects.get(pk="li"), key="killed")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
