"""What the simulated officers find: problems by checklist item, each with the act it may be charged as and its facts.

``factor`` is the factor of the bureau's benchmark that the number in the text stands for.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from zhiheng.law import checklists, violations


@dataclass(frozen=True)
class Fault:
    """One kind of problem. ``text`` holds {n}; ``low``..``high`` bound it; ``fact`` is a fixed choice instead."""

    item: str
    text: str
    basis: str
    violation: str = ""
    factor: str = ""
    low: int = 1
    high: int = 1
    fact: str = ""
    major: bool = False
    order: str = "限期改正上述违法行为。"
    place: str = "生产车间"


FAULTS: tuple[Fault, ...] = (
    Fault("G-05", "{n} 名从业人员未经安全生产教育和培训即上岗作业", "安全生产法第二十八条第一款", "AQSCF-097-1-3",
          "untrained_persons", 1, 12, order="对未经培训的从业人员立即组织安全生产教育和培训，合格后方可上岗。"),
    Fault("G-06", "安全生产教育和培训档案中 {n} 人次的记录与实际不符", "安全生产法第二十八条第四款", "AQSCF-097-1-4",
          "misrecorded_times", 2, 18, order="如实记录安全生产教育和培训的时间、内容、参加人员和考核结果。", place="办公室"),
    Fault("G-07", "{n} 名特种作业人员未取得相应资格上岗作业", "安全生产法第三十条第一款", "AQSCF-097-1-7",
          "uncertified_persons", 1, 4, order="立即停止无证人员的特种作业，取得资格后方可上岗。"),
    Fault("G-09", "事故隐患排查治理台账中 {n} 项隐患未如实记录，也未向从业人员通报", "安全生产法第四十一条第二款",
          "AQSCF-097-1-5", "unrecorded_hazards", 2, 9, order="如实记录事故隐患排查治理情况并向从业人员通报。", place="办公室"),
    Fault("G-11", "有生产安全事故应急救援预案但从未组织演练", "安全生产法第八十一条", "AQSCF-097-1-6", "plan_state",
          fact="never_drilled", order="三十日内组织应急救援预案演练。", place="办公室"),
    Fault("G-12", "{n} 处有较大危险因素的场所未设置明显的安全警示标志", "安全生产法第三十五条", "AQSCF-099-1-1",
          "unmarked_places", 1, 6, order="补设明显的安全警示标志。"),
    Fault("G-13", "{n} 台（套）安全设备未进行经常性维护、保养和定期检测", "安全生产法第三十六条第二款", "AQSCF-099-1-3",
          "unmaintained_devices", 1, 6, order="对安全设备进行维护、保养和检测，作好记录并签字。"),
    Fault("G-17", "{n} 名从业人员未配备符合标准的劳动防护用品", "安全生产法第四十五条", "AQSCF-099-1-5",
          "unprotected_persons", 1, 9, order="配齐符合国家标准或者行业标准的劳动防护用品，并监督佩戴、使用。"),
    Fault("G-16", "{n} 次动火作业未安排专门人员进行现场安全管理", "安全生产法第四十三条", "AQSCF-101-1-3",
          "unattended_operations", 1, 3, order="危险作业应当安排专门人员进行现场安全管理。"),
    Fault("G-15", "与 {n} 家承租单位未签订专门的安全生产管理协议", "安全生产法第四十九条第二款", "AQSCF-103-2-a",
          "contracts", 1, 3, order="与承租单位签订安全生产管理协议，明确各自职责。", place="厂区"),
    Fault("G-03", "应配备的专职安全生产管理人员缺 {n} 人", "安全生产法第二十四条", "AQSCF-097-1-1", "lacking_posts", 1, 2,
          order="按规定配备专职安全生产管理人员。", place="办公室"),
    Fault("G-08", "建立了安全风险分级管控制度但没有落实", "安全生产法第四十一条第一款", "AQSCF-101-1-4", "control_state",
          fact="paper_only", order="按照安全风险分级采取相应的管控措施。"),
    Fault("D-03", "{n} 号砂光机干式除尘系统未采取泄爆、惰化、抑爆等任一控爆措施", "工贸企业重大事故隐患判定标准第十一条第（三）项",
          "AQSCF-099-1-2", "faulty_devices", 1, 3, major=True, order="停止使用该除尘系统，加装控爆措施并经验收。",
          place="打磨车间"),
    Fault("D-07", "{n} 处作业面积尘未及时清扫，厚度超过 2 毫米", "工贸企业粉尘防爆安全规定", "AQSCF-102-1", "hazards", 1, 3,
          order="立即停止作业并清扫积尘，执行粉尘清理制度。", place="打磨车间"),
    Fault("C-06", "{n} 处有限空间入口未设置明显的安全警示标志和防止误入的措施", "工贸企业有限空间作业安全规定", "", "", 1, 4,
          order="补设警示标志和防误入措施。", place="污水处理站"),
    Fault("C-01", "有限空间管理台账缺少 {n} 处有限空间", "工贸企业有限空间作业安全规定第六条", "", "", 1, 3,
          order="更新有限空间管理台账。", place="办公室"),
    Fault("A-03", "{n} 处氨气浓度报警装置未与事故风机联动", "GB 28009", "AQSCF-099-1-2", "faulty_devices", 1, 3,
          order="修复联动装置并测试。", place="制冷机房"),
    Fault("H-06", "{n} 台可燃气体检测报警器失效", "GB/T 50493", "AQSCF-099-1-3", "unmaintained_devices", 1, 5,
          order="更换失效的可燃气体检测报警器。", place="储罐区"),
    Fault("H-07", "{n} 个品种的化学品没有安全技术说明书", "危险化学品安全管理条例第十五条", "", "", 1, 4,
          order="补齐安全技术说明书和安全标签。", place="仓库"),
    Fault("W-05", "{n} 处防静电设施未按期检测", "GB 50161", "AQSCF-099-1-3", "unmaintained_devices", 1, 3,
          order="委托检测防雷、防静电设施。", place="仓库"),
    Fault("N-04", "缺专职技术人员 {n} 人", "安全生产法第二十四条", "AQSCF-097-1-1", "lacking_posts", 1, 2,
          order="配备专职技术人员。", place="办公室"),
)
PRINCIPAL = Fault("G-01", "主要负责人有 {n} 项法定安全生产职责没有履行", "安全生产法第二十一条", "AQSCF-094-1",
                  "unperformed_duties", 1, 3, order="履行主要负责人的法定安全生产职责。", place="办公室")


@dataclass(frozen=True)
class Found:
    """A fault with its number: what stands in a record and what is weighed."""

    fault: Fault
    n: int

    @property
    def text(self) -> str:
        return self.fault.text.format(n=self.n)

    @property
    def facts(self) -> dict[str, Any]:
        return {self.fault.factor: self.fault.fact or self.n} if self.fault.factor else {}

    def row(self, *, charge: bool) -> dict[str, Any]:
        """A row of the record; ``charge`` says whether the act is to be proposed for a case."""
        out: dict[str, Any] = {"text": self.text, "basis": self.fault.basis, "place": self.fault.place,
                               "level": "major" if self.fault.major else "general", "item": self.fault.item}
        return out | ({"violation": self.fault.violation} if charge and self.fault.violation else {})


@cache
def by_item() -> Mapping[str, Fault]:
    return {f.item: f for f in FAULTS}


def drawn(fault: Fault, random: Random) -> Found:
    return Found(fault, random.randint(fault.low, fault.high))


def fitting(items: set[str]) -> tuple[Fault, ...]:
    """The faults that these checklist items can show."""
    return tuple(f for f in FAULTS if f.item in items)


def faults_of_the_table() -> list[str]:
    """What is wrong with this table: unknown items or acts. Empty when it is sound."""
    known = {i.id for i in checklists.items()}
    wrong = [f.item for f in (*FAULTS, PRINCIPAL) if f.item not in known]
    for fault in (*FAULTS, PRINCIPAL):
        if fault.violation:
            violations.get(fault.violation)
    return wrong
