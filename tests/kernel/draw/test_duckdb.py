"""Candidates in a DuckDB table or Parquet file: the same hash and the same result as from memory."""
from __future__ import annotations

import hashlib

import pytest

from bench import draws
from bench.draw_duckdb import Table
from tests.kernel.draw.shapes import SHAPES, Rows, random_pool
from zhiheng.kernel.draw import DrawError, Pool, draw

duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed: draws from a DuckDB table are not compared with the kernel's")
SEED = hashlib.sha256(b"seed").digest()


def table(rows: Rows, source: str = "candidates") -> Table:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE candidates (id VARCHAR, name VARCHAR, stratum VARCHAR, weight VARCHAR, field VARCHAR, area VARCHAR)")
    connection.executemany("INSERT INTO candidates VALUES (?, ?, ?, ?, ?, ?)", rows["candidate"][::-1])
    return Table(connection, source, rows)


@pytest.mark.parametrize("rows", [*SHAPES.values(), *map(random_pool, range(25))])
def test_hash_and_result_are_those_of_the_kernel(rows):
    held, pool = table(rows), Pool.of(rows)
    assert held.hash() == pool.hash
    assert held.draw(SEED).lines == draw(pool, SEED).lines


def test_a_parquet_file_serves_as_well(tmp_path):
    rows = SHAPES["limits too low for all"]
    connection = table(rows).connection
    place = tmp_path / "pool.parquet"
    connection.execute(f"COPY candidates TO '{place}' (FORMAT parquet)")
    held = Table(duckdb.connect(), f"read_parquet('{place}')", rows)
    assert held.hash() == Pool.of(rows).hash and held.draw(SEED).lines == draw(Pool.of(rows), SEED).lines


@pytest.mark.parametrize("change, says", [
    ({"candidate": [("a", "甲", "B", "0", "", "")]}, "权重"), ({"candidate": [("a", "甲\n", "B", "1", "", "")]}, "控制字符"),
    ({"candidate": [("a", "甲", "B", "1", "", ""), ("a", "乙", "B", "1", "", "")]}, "重复"), 
    ({"candidate": [("a", "甲", "Z", "1", "", "")]}, "没有登记"),
    ({"candidate": [("a", None, "B", "1", "", "")]}, "空缺"), ({"stratum": [("B", "B", "9999"), ("C", "C", "0"), ("D", "D", "0")]}, "不能抽取"),
    ({"excluded": [("id0001", "企业1", "停产")]}, "既在名录内又被剔除")])
def test_what_is_no_pool_in_memory_is_none_in_a_table(change, says):
    with pytest.raises(DrawError, match=says):
        table(SHAPES["everybody drawn"] | change)


def test_the_bench_measures_one_pool_in_both_ways():
    made = draws.rows(3000)
    connection = duckdb.connect()
    connection.execute(f"CREATE VIEW candidates AS SELECT {draws.CANDIDATE} FROM range(3000) t(i)")
    held = Table(connection, "candidates", draws.rest(3000))
    assert held.hash() == Pool.of(made).hash and held.draw(SEED).lines == draw(Pool.of(made), SEED).lines
