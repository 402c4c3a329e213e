"""工作要点中的次数目标: how many visits of a form the work plan of a year asks for, with the document that says so."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhiheng.kernel.facts import FactError, fact
from zhiheng.kernel.visit_modes import MODES
from zhiheng.registers.declare import Ledger, Values
from zhiheng.registers.posts import KEEPERS, WATCH

LEAST_YEAR, MOST = 2020, 10_000


@dataclass(frozen=True)
class Target:
    """一项年度次数目标."""

    year: int = fact("年度")
    mode: str = fact("组织形式", choices=MODES)
    times: int = fact("目标次数", help="全年不少于多少次。文件按轮次提出的，按本机关安排折算成次，并在备注写明。")
    source: str = fact("出自文件", max_length=120, good="云应急〔2026〕3号 2026 年工作要点第 17 条")
    set_on: date = fact("文件日期")
    note: str = fact("备注", required=False, max_length=200)


def _sensible(values: Values) -> Iterable[FactError]:
    year, times = values.get("year"), values.get("times")
    if isinstance(year, int) and not LEAST_YEAR <= year <= 2100:
        yield FactError("year", f"年度「{year}」不对，请写四位年份。")
    if isinstance(times, int) and not 1 <= times <= MOST:
        yield FactError("times", f"目标次数请写 1 至 {MOST} 之间的整数；没有目标的不用登记。")


work_targets = Ledger(
    "work_targets", "工作要点次数目标", "队伍保障", Target, key=("year", "mode"), title=("year", "mode"),
    columns=("year", "mode", "times", "source", "set_on"), reads=WATCH, writes=KEEPERS, line="目标", search=("source", "note"),
    filters=("mode",), since="set_on", checks=(_sensible,),
    about="目标来自本级或者上级的工作要点；登记以后，月调度的「组织形式」与它比较。没有登记的，只列次数。",
    headers={"year": ("年份",), "mode": ("检查方式", "执法方式"),
             "times": ("次数", "目标"), "source": ("文件", "来源文件"), "set_on": ("日期", "发文日期")})
