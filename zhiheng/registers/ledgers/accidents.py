"""事故登记: accidents as they are known, whether or not an investigation is under way."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhiheng.kernel.article import Article
from zhiheng.kernel.facts import FactError, Fen, fact
from zhiheng.registers.declare import Ledger, Mark, Values
from zhiheng.registers.firm import FIRM_HEADERS, firm
from zhiheng.registers.posts import FIELD_KEEPERS, WATCH

GRADED = Article("生产安全事故报告和调查处理条例", "3", 1)
LEVELS = (("general", "一般事故"), ("larger", "较大事故"), ("major", "重大事故"), ("extraordinary", "特别重大事故"))
SOURCES = (("firm", "企业报告"), ("department", "其他部门通报"), ("complaint", "举报"), ("verdict", "事故调查报告批复"), ("other", "其他"))
STEPS = {"deaths": (3, 10, 30), "serious_injuries": (10, 50, 100), "loss": (10_000_000_00, 50_000_000_00, 100_000_000_00)}
"""The least dead, seriously injured and loss (fen) of 较大, 重大 and 特别重大; the gravest of the three counts."""


@dataclass(frozen=True)
class Accident:
    """一起生产安全事故."""

    enterprise: str = firm()
    happened_on: date = fact("发生日期")
    place: str = fact("地点", max_length=120)
    kind: str = fact("事故类型", required=False, max_length=40, help="例如高处坠落、中毒和窒息、爆炸。")
    deaths: int = fact("死亡人数", min=0, max=10_000, article=GRADED)
    serious_injuries: int = fact("重伤人数", min=0, max=10_000, article=GRADED, help="包括急性工业中毒。")
    loss: Fen = fact("直接经济损失（元）", required=False, article=GRADED)
    level: str = fact("事故等级", choices=LEVELS, article=GRADED)
    concealed: bool = fact("是否迟报、漏报、谎报或者瞒报", required=False)
    source: str = fact("登记来源", choices=SOURCES)
    document_no: str = fact("报告或批复文号", required=False, max_length=60)
    summary: str = fact("简要经过", required=False, as_="longtext", max_length=1000)


def level_of(values: Values) -> str:
    """The grade by the dead, the injured and the loss in fen (条例 3: 以上 includes the number)."""
    counts = [sum(int(values.get(name) or 0) >= least for least in steps) for name, steps in STEPS.items()]
    return LEVELS[max(counts)][0]


def _level_fits(values: Values) -> Iterable[FactError]:
    found = level_of(values)
    if values.get("level") and values["level"] != found:
        yield FactError("level", f"按死亡、重伤人数和直接经济损失，应为{dict(LEVELS)[found]}（{GRADED}），请核对。")


def _grave(values: Values, on: date) -> Mark | None:
    if values.get("concealed"):
        return Mark("瞒报、谎报等", "late")
    return Mark(f"死亡 {values['deaths']} 人", "late") if values.get("deaths") else None


accidents = Ledger(
    "accidents", "事故登记", "监管对象", Accident, key=("enterprise", "happened_on", "place"), title=("happened_on", "place"),
    columns=("enterprise", "happened_on", "place", "kind", "deaths", "serious_injuries", "loss", "level"), reads=WATCH,
    writes=FIELD_KEEPERS, line="事故", search=("place", "kind", "document_no"), filters=("level", "source", "concealed"),
    since="happened_on", enterprise="enterprise", sums=("deaths", "serious_injuries", "loss"), marking=_grave,
    checks=(_level_fits,), basis=(GRADED,),
    about="登记以后，企业的安全等级须重新评定。事故调查处理另有程序的，以调查报告批复的数字为准，改动会留下记录。",
    headers=FIRM_HEADERS | {"happened_on": ("事故日期", "发生时间", "日期"), "place": ("事故地点", "发生地点"), "kind": ("类型",),
                            "deaths": ("死亡", "死亡人数（人）"), "serious_injuries": ("重伤", "重伤人数（人）"),
                            "loss": ("直接经济损失", "经济损失"), "level": ("等级", "事故级别"), "source": ("来源",),
                            "document_no": ("文号",), "summary": ("经过", "事故经过")})
