"""Draws of very many candidates: ``python -m bench.draws memory|duckdb CANDIDATES`` prints JSON.

Seconds are processor time of this process (other work on the machine does not count); for DuckDB, which uses all cores, of all
its threads. The baseline of a draw in memory is the least any verifiable draw does: one SHA-256 of every row, one of every id with the
seed, and a sort. The baseline of a draw from DuckDB is the draw nobody can check: ``ORDER BY random()``.
"""
from __future__ import annotations

import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from bench.draw_duckdb import Table
from bench.timing import row
from zhiheng.cli import draw_files
from zhiheng.kernel.collecting import paused
from zhiheng.kernel.draw import Commitment, Pool, Transcript, draw, seed_of, verify
from zhiheng.kernel.draw.commitment import secret_hash

try:
    import duckdb
except ImportError:
    duckdb = None

Rows = dict[str, list[tuple[str, ...]]]
BUDGET = 5.0
"""Seconds for a draw, and for its check, of a million."""
SCRIPT = Path(__file__).parents[1] / "zhiheng/public/static/zp/draw-check.js"
SECRET, NUMBER = "5e" * 32, "03 08 11 19 22 30 + 07"
FIELDS, TOWNS, STRATA = ("工贸", "危化", "矿山"), 20, "ABCD"
CANDIDATE = """printf('91%016d', i) AS id, '云岭第' || i || '机械制造有限公司' AS name, substr('ABCD', (i % 4 + 1)::INT, 1) AS stratum,
    (1 + i % 6)::VARCHAR AS weight, ['工贸', '危化', '矿山'][(i % 3 + 1)::INT] AS field, '镇' || i % 20 AS area"""


def rest(count: int) -> Rows:
    """Everything but candidates: four strata of 500, a tenth excluded, 200 officers, 2 % recusals, 20 % with a former pair."""
    people = [f"o{n:04d}" for n in range(200)]
    return {
        "setting": [("officers_per_place", "2")], "item": [("CF-0031", "安全生产教育和培训")],
        "stratum": [(s, f"{s} 级", str(min(500, count // 8))) for s in STRATA],
        "excluded": [(f"92{n:016d}", f"停产第{n}企业", "经营状态为停产") for n in range(count // 10)],
        "officer": [(p, f"人{n}", "|".join(FIELDS[:3 if n % 3 else 2]), "" if n % 2 else f"镇{n % TOWNS}|镇{(n + 1) % TOWNS}", "60")
                    for n, p in enumerate(people)],
        "recusal": [(people[n % 200], f"91{n * 50:016d}", "申报有利害关系") for n in range(count // 50)],
        "former": [(f"91{n:016d}", people[n % 200], people[(n + 7) % 200]) for n in range(0, count, 5)]}


def rows(count: int) -> Rows:
    return rest(count) | {"candidate": [(f"91{n:016d}", f"云岭第{n}机械制造有限公司", STRATA[n % 4], str(1 + n % 6), FIELDS[n % 3], f"镇{n % TOWNS}")
                                        for n in range(count)]}


def spent(work: Callable[[], Any], runs: int = 3) -> tuple[float, Any]:
    """(median seconds of processor time, the last answer)."""
    took, answer = [], None
    for _ in range(runs):
        answer = None
        start = time.process_time()
        answer = work()
        took.append(time.process_time() - start)
    return median(took), answer


def bare(given: Rows, seed: bytes) -> int:
    sha = hashlib.sha256
    with paused():
        marks = [sha("\t".join(r).encode()).digest() for kind in given.values() for r in kind]
        numbers = sorted((sha(seed + r[0].encode()).digest(), r[0]) for r in given["candidate"])
    return len(marks) + len(numbers)


def promised(pool_hash: str) -> Commitment:
    return Commitment("YL-2026-D04", "云岭区应急管理局", "第4批", pool_hash, secret_hash(SECRET), "双色球", "2026-11-25T21:15:00+08:00",
                      "2026-11-20T09:00:00+08:00")


def in_memory(count: int) -> list[dict[str, str]]:
    """From rows as they come from anywhere: sorted, checked, hashed, drawn; then the published record checked."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "draw.json"
        least, took = _drawn(count, place)
        reading, checking = _checked(place)
        command = min(_command(place) for _ in range(3))
        scripted = _node(place)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    said_of = f"{count:,} candidates"
    made = [row(f"draw of {said_of}", "-", f"{took:.2f} s", f"{least:.2f} s", f"{took / least:.1f}", f"<= {BUDGET:.0f} s", took <= BUDGET),
            row(f"check of a draw of {said_of}", "-", f"{checking:.2f} s", f"{least:.2f} s", f"{checking / least:.1f}", f"<= {BUDGET:.0f} s",
                checking <= BUDGET),
            row(f"`zhiheng draw verify` of {said_of}, from start to exit", "-", f"{command:.2f} s", f"{least:.2f} s", f"{command / least:.1f}",
                f"<= {BUDGET:.0f} s", command <= BUDGET),
            row(f"reading its record ({said_of}; peak memory {peak:,.0f} MB)", "-", f"{reading:.2f} s", "-", "-", "-", True)]
    return [*made, row(f"check in JavaScript ({said_of}; Node, with reading)", "-", f"{scripted:.2f} s", "-", "-", "-", True)] if scripted else made


def _drawn(count: int, place: Path) -> tuple[float, float]:
    """(seconds of the baseline, seconds of the draw); its record is written."""
    given = rows(count)
    least, _ = spent(lambda: bare(given, b"s" * 32))

    def drawing() -> Pool:
        pool = Pool.of(given)
        draw(pool, seed_of(promised(pool.hash), SECRET, NUMBER))
        return pool
    took, pool = spent(drawing)
    draw_files.write(place, draw_files.dumped(Transcript.make(pool, promised(pool.hash), SECRET, NUMBER).said))
    return least, took


def _checked(place: Path) -> tuple[float, float]:
    """(seconds of reading, seconds of checking)."""
    reading, said = spent(lambda: draw_files.read(place), 1)
    checking, checked = spent(lambda: verify(Transcript(said)))
    assert checked.ok and checked.total, checked.faults
    return reading, checking


def _command(place: Path) -> float:
    """Processor seconds of the whole command: start-up, reading, checking, exit. The least of several is the one others disturbed least."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "zhiheng", "draw", "verify", str(place)], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _node(place: Path) -> float:
    """Processor seconds of the page's checker in Node on a file; 0 without Node."""
    node = shutil.which("node") or shutil.which("nodejs")
    if node is None:
        print("NOT MEASURED in JavaScript: there is no node", file=sys.stderr)
        return 0
    code = ("const fs = require('fs'); require('vm').runInThisContext(fs.readFileSync(process.argv[1], 'utf8'));"
            "const v = zhihengDraw.check(zhihengDraw.read(fs.readFileSync(process.argv[2], 'utf8'), 'x'));"
            "if (!v.ok) throw new Error('not whole'); const u = process.cpuUsage(); console.log((u.user + u.system) / 1e6)")
    done = subprocess.run([node, "--max-old-space-size=8000", "-e", code, str(SCRIPT), str(place)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def in_duckdb(count: int) -> list[dict[str, str]]:
    """Candidates in a Parquet file: hash of the pool, numbers, places and officers."""
    if duckdb is None:
        print("NOT MEASURED with DuckDB: duckdb is not installed", file=sys.stderr)
        return []
    with tempfile.TemporaryDirectory(dir=os.environ.get("ZHIHENG_DATA")) as folder:
        connection = duckdb.connect(str(Path(folder) / "draw.duckdb"))
        connection.execute("SET preserve_insertion_order = true")
        place = Path(folder) / "pool.parquet"
        connection.execute(f"COPY (SELECT {CANDIDATE} FROM range({count}) t(i)) TO '{place}' (FORMAT parquet)")
        source = f"read_parquet('{place}')"
        least, _ = spent(lambda: connection.execute(f"SELECT id FROM {source} ORDER BY random() LIMIT 2000").fetchall(), 1)
        started = time.perf_counter()
        checking, table = spent(lambda: Table(connection, source, rest(count // 10)), 1)
        hashing, pool_hash = spent(table.hash, 1)
        drawing, drawn = spent(lambda: table.draw(seed_of(promised(pool_hash), SECRET, NUMBER)), 1)
        elapsed = time.perf_counter() - started
        assert len(drawn.lines) == sum(table.takes.values())
        size = place.stat().st_size / 1e6
        connection.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    label = f"{count:,} candidates in Parquet ({size:.0f} MB)"
    whole = checking + hashing + drawing
    return [row(f"{label}: the pool looked through", "duckdb", f"{checking:.1f} s", "-", "-", "-", True),
            row(f"{label}: hash of the pool", "duckdb", f"{hashing:.1f} s", "-", "-", "-", True),
            row(f"{label}: places and officers", "duckdb", f"{drawing:.1f} s", f"{least:.1f} s", f"{drawing / least:.1f}", "-", True),
            row(f"{label}: all three ({elapsed:.0f} s by the clock, peak memory {peak:,.0f} MB)", "duckdb", f"{whole:.1f} s", "-", "-", "-", True)]


if __name__ == "__main__":
    if sys.argv[1] == "memory":
        print(json.dumps(in_memory(int(sys.argv[2]))))
    else:
        print(json.dumps(in_duckdb(int(sys.argv[2]))))
