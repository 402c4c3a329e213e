"""专家、两员、法律顾问: people who help to enforce and never sign."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from zhiheng.kernel.facts import fact
from zhiheng.registers.declare import Ledger, Mark, Values
from zhiheng.registers.posts import ADVICE, KEEPERS, WATCH
from zhiheng.registers.rules import SPECIALTIES, required_when

STATES = (("engaged", "在聘"), ("ended", "已解聘"))
GRADES = (("excellent", "优秀"), ("good", "合格"), ("poor", "不合格"), ("none", "未考核"))
OVER = ("state", frozenset({"ended"}))
_HEADERS = {"name": ("专家姓名", "人员姓名"), "specialty": ("专业领域", "领域", "专业"), "organisation": ("单位", "所在单位", "工作单位及职务"),
            "since": ("聘期开始", "聘任日期", "聘用日期"), "until": ("聘期结束", "聘期至"), "phone": ("联系方式", "手机")}


def _poor(values: Values, on: date) -> Mark | None:
    return Mark("考核不合格", "late") if values.get("assessment") == "poor" else None


@dataclass(frozen=True)
class Expert:
    """一名专家."""

    name: str = fact("姓名", max_length=40)
    organisation: str = fact("工作单位", max_length=80)
    specialty: str = fact("领域", choices=SPECIALTIES)
    skills: str = fact("专长", required=False, max_length=200, help="例如粉尘防爆、冶金煤气、涉氨制冷。")
    title: str = fact("职称、资格", required=False, max_length=80)
    phone: str = fact("联系电话", required=False, max_length=40)
    since: date = fact("聘任日期")
    until: date = fact("聘期至")
    state: str = fact("状态", choices=STATES)
    recusal: str = fact("应当回避的单位", required=False, as_="longtext", max_length=500,
                        help="专家任职、持股或者提供有偿服务的企业，参加检查以前须核对。")
    assessment: str = fact("年度评价", choices=GRADES)


experts = Ledger(
    "experts", "专家库", "队伍保障", Expert, key=("name", "organisation"), title=("name", "organisation"),
    columns=("name", "organisation", "specialty", "skills", "title", "until", "assessment"), reads=WATCH, writes=KEEPERS,
    line="专家", search=("skills", "title"), filters=("specialty", "state", "assessment"), since="since", until="until",
    warn=timedelta(days=60), rest=OVER, marking=_poor, headers=_HEADERS | {"title": ("职称", "职称资格")},
    about="专家提供技术意见，不能代替执法人员检查、签名或者作出决定。")


@dataclass(frozen=True)
class Auxiliary:
    """一名技术检查员或者社会监督员."""

    kind: str = fact("类别", choices=(("technical", "技术检查员"), ("social", "社会监督员")))
    name: str = fact("姓名", max_length=40)
    mode: str = fact("聘用方式", choices=(("full", "专职"), ("part", "兼职"), ("invited", "聘请（不取酬）")))
    specialty: str = fact("领域", choices=SPECIALTIES)
    organisation: str = fact("原单位", required=False, max_length=80)
    team: str = fact("所在队伍", required=False, max_length=60)
    phone: str = fact("联系电话", required=False, max_length=40)
    since: date = fact("聘任日期")
    until: date = fact("聘期至")
    trained_on: date = fact("最近培训日期", required=False)
    assessment: str = fact("年度考核", choices=GRADES)
    assessed_on: date = fact("考核日期", required=False)
    state: str = fact("状态", choices=STATES)


auxiliaries = Ledger(
    "auxiliaries", "两员台账", "队伍保障", Auxiliary, key=("kind", "name", "since"), title=("kind", "name"),
    columns=("kind", "name", "mode", "specialty", "team", "since", "until", "assessment"), reads=WATCH, writes=KEEPERS,
    line="两员", search=("organisation", "team"), filters=("kind", "mode", "specialty", "state", "assessment"), since="since",
    until="until", warn=timedelta(days=60), rest=OVER, marking=_poor,
    checks=(required_when("assessment", ("excellent", "good", "poor"), "assessed_on", "填了年度考核，请填写考核日期。"),),
    headers=_HEADERS | {"kind": ("人员类别", "岗位"), "assessment": ("考核结果",), "name": ("人员姓名",)},
    about="技术检查员提供技术支持，社会监督员监督执法；两员没有执法资格，只能协助，不能独立执法或者在执法文书的执法人员处签名。")


@dataclass(frozen=True)
class Adviser:
    """一名法律顾问或者公职律师."""

    kind: str = fact("类别", choices=(("outside", "外聘法律顾问"), ("public", "公职律师"), ("staff", "法制工作人员")))
    name: str = fact("姓名", max_length=40)
    organisation: str = fact("律师事务所或单位", max_length=80)
    licence_no: str = fact("执业（公职律师）证号", required=False, max_length=40)
    phone: str = fact("联系电话", required=False, max_length=40)
    since: date = fact("聘任日期")
    until: date = fact("聘期至", required=False, help="在编的公职律师可以不填。")
    opinions: int = fact("本年出具法律意见", required=False, min=0, max=10000)
    state: str = fact("状态", choices=STATES)


legal_advisers = Ledger(
    "legal_advisers", "法律顾问", "队伍保障", Adviser, key=("name", "organisation"), title=("kind", "name"),
    columns=("kind", "name", "organisation", "licence_no", "since", "until", "opinions"), reads=WATCH, writes=ADVICE,
    line="法律顾问", search=("organisation", "licence_no"), filters=("kind", "state"), since="since", until="until",
    warn=timedelta(days=60), sums=("opinions",), rest=OVER,
    checks=(required_when("kind", ("outside",), "until", "外聘法律顾问须填写聘期。"),),
    headers={k: v for k, v in _HEADERS.items() if k != "specialty"} | {
        "name": ("法律顾问", "律师姓名"), "organisation": ("律所", "律师事务所", "单位"), "licence_no": ("执业证号",)})
