"""A draw whose candidates lie in a DuckDB table or a Parquet file: digests and numbers are computed inside the database.

Only what can be drawn comes out of it; exact order and officers are the kernel's own. Result and hash of the pool are those of
:func:`zhiheng.kernel.draw.draw` on the same rows (``tests/kernel/draw/test_duckdb.py``); the format is docs/draw.md.
"""
from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from zhiheng.kernel.draw import DrawError, Drawn, Place, Pool, assign
from zhiheng.kernel.draw.order import Entry, places
from zhiheng.kernel.draw.pool import SECTIONS, Row, row_digests

COLUMNS = SECTIONS["candidate"]
STRAY = r"[\x00-\x1f\x7f\x{2028}\x{2029}]"
GROUP = 1 << 14
"""So many digests are handed over as one text."""


class Table:
    """Candidates in ``source``: the name of a table, or ``read_parquet('…')``; its columns are texts named as in the format.

    ``rest``: the rows of the other kinds. DrawError when the whole is no lawful pool.
    """

    def __init__(self, connection: Any, source: str, rest: Mapping[str, Sequence[Row]]) -> None:
        self.connection, self.source = connection, source
        self.rest = Pool.of({**{k: v for k, v in rest.items() if k not in ("candidate", "stratum")}, "candidate": ()})
        self.takes = {key: int(take) for key, _, take in sorted(rest["stratum"])}
        self.strata = tuple(sorted(rest["stratum"]))
        self._check()

    def _check(self) -> None:
        one = self._one(f"SELECT count(*), count(DISTINCT id), count(*) FILTER (NOT regexp_full_match(weight, '[1-9][0-9]{{0,2}}|1000')), "
                        f"count(*) FILTER (regexp_matches(concat({','.join(COLUMNS)}), '{STRAY}')), "
                        f"count(*) FILTER ({' OR '.join(f'{c} IS NULL' for c in COLUMNS)}) FROM {self.source}")
        if one[0] != one[1]:
            raise DrawError(f"名录中有 {one[0] - one[1]} 行的代码重复，须先合并")
        for count, says in zip(one[2:], ("权重不是 1 至 1000 的整数", "含有控制字符", "有空缺的项"), strict=True):
            if count:
                raise DrawError(f"名录中有 {count} 行{says}")
        held = dict(self.connection.execute(f"SELECT stratum, count(*) FROM {self.source} GROUP BY 1").fetchall())
        if strange := set(held) - set(self.takes):
            raise DrawError(f"分层「{min(strange)}」没有登记")
        if short := [key for key, take in self.takes.items() if take > held.get(key, 0)]:
            raise DrawError(f"分层「{short[0]}」只有 {held.get(short[0], 0)} 家，不能抽取 {self.takes[short[0]]} 家")
        out = [r[0] for r in self.rest.rows["excluded"]]
        if out and (both := self._one(f"SELECT min(id) FROM {self.source} WHERE id IN (SELECT unnest(?))", [out])[0]):
            raise DrawError(f"「{both}」既在名录内又被剔除")
        self.count = int(one[0])

    def _one(self, sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...]:
        found: tuple[Any, ...] = self.connection.execute(sql, values).fetchone()
        return found

    def hash(self) -> str:
        """The pool's hash: the candidates' digests from the database in order of ids, the few other rows from memory."""
        whole = hashlib.sha256()
        for kind in SECTIONS:
            rows = self.strata if kind == "stratum" else self.rest.rows[kind]
            whole.update(f"{kind} {self.count if kind == 'candidate' else len(rows)}\n".encode())
            if kind == "candidate":
                for part in self._digests():
                    whole.update(part)
            else:
                whole.update(row_digests(kind, rows))
        return whole.hexdigest()

    def _digests(self) -> Iterator[bytes]:
        text = "concat_ws(chr(9), 'candidate', " + ", ".join(COLUMNS) + ")"
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE draw_digests AS SELECT sha256(encode({text})) AS h FROM {self.source} ORDER BY id")
        found = self.connection.execute(
            f"SELECT string_agg(h, '' ORDER BY n) FROM (SELECT h, rowid AS n FROM draw_digests) GROUP BY n // {GROUP} ORDER BY n // {GROUP}")
        while rows := found.fetchmany(16):
            yield from (bytes.fromhex(text) for (text,) in rows)

    def places(self, seed: bytes) -> list[Place]:
        """The places drawn. x of everybody is computed in the database; of each stratum and weight the largest come out."""
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE draw_numbers AS SELECT id, stratum, weight, "
            f"('0x' || substr(sha256(unhex('{seed.hex()}') || encode(id)), 1, 16))::UBIGINT >> 11 AS x FROM {self.source}")
        return places(self.takes, {key: self._ahead(key, take) if take else [] for key, take in self.takes.items()})

    def _ahead(self, stratum: str, take: int) -> list[Entry]:
        found = self.connection.execute(
            f"""WITH least AS (SELECT weight, list_min(max(x, {take})) AS x FROM draw_numbers WHERE stratum = $1 GROUP BY weight)
            SELECT n.x, {', '.join(f'c.{name}' for name in COLUMNS)} FROM draw_numbers n JOIN least ON n.weight = least.weight AND n.x >= least.x
            JOIN {self.source} c ON c.id = n.id WHERE n.stratum = $1""", [stratum])
        return [(int(x) << 1 | 1, int(row[3]), tuple(row)) for x, *row in found.fetchall()]

    def draw(self, seed: bytes) -> Drawn:
        """As :func:`zhiheng.kernel.draw.draw`."""
        drawn = self.places(seed)
        pool = Pool(MappingProxyType({**self.rest.rows, "candidate": tuple(p.candidate for p in drawn), "stratum": self.strata}))
        given = assign(pool, drawn, seed)
        lines = tuple((a.place.rank, a.place.id, a.place.candidate[2], a.officers, a.says) for a in given)
        return Drawn(seed.hex(), lines, tuple(given))
