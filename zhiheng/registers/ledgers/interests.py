"""回避关系: which enterprises and people an officer must keep away from. Declared by himself, kept by the bureau."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhiheng.kernel.article import Article
from zhiheng.kernel.facts import FactError, fact
from zhiheng.registers.declare import Ledger, Values
from zhiheng.registers.firm import FIRM_HEADERS
from zhiheng.registers.posts import KEEPERS, PERSONNEL
from zhiheng.registers.rules import required_when

RECUSAL = Article("行政处罚法", "43", 1)
ON_DUTY = Article("公务员法", "76")
"""公务员执行公务时的回避: own interest, that of spouse and near kin (74-1), whatever else may touch fairness."""
RELATIONS = (("stake", "本人持股、投资或者有其他经济利益"), ("spouse", "配偶在该企业任职或者持股"),
             ("kin", "直系血亲、三代以内旁系血亲或者近姻亲在该企业任职或者持股"), ("work", "本人曾在该企业任职"),
             ("paid", "本人曾为该企业提供有偿服务"),
             ("dispute", "与该企业或者其负责人有纠纷、债务"),
             ("party", "与当事人本人是近亲属"), ("other", "其他可能影响公正执法的关系"))


@dataclass(frozen=True)
class Interest:
    """一项应当回避的关系."""

    person: str = fact("执法人员", as_="person")
    enterprise: str = fact("企业", required=False, max_length=120, help="填统一社会信用代码；名称在一企一档里只有一家的，也可以填全称。")
    other: str = fact("当事人姓名", required=False, max_length=40, help="应当回避的是个人的，填姓名。企业和个人至少填一项。")
    relation: str = fact("关系", choices=RELATIONS, article=RECUSAL)
    detail: str = fact("说明", required=False, max_length=200, help="只写认定回避所需的内容，例如亲属的称谓和职务。")
    since: date = fact("申报日期")
    until: date = fact("关系终止日期", required=False, help="关系已经不存在的填写；不填为一直有效。")
    source: str = fact("来源", choices=(("self", "本人申报"), ("found", "核查发现"), ("told", "他人反映，经核实")))


def _whom(values: Values) -> Iterable[FactError]:
    if not values.get("enterprise") and not values.get("other"):
        yield FactError("enterprise", "企业和当事人姓名至少填一项。")


interests = Ledger(
    "interests", "回避申报", "队伍保障", Interest, key=("person", "relation", "since"), title=("relation", "since"),
    columns=("person", "enterprise", "other", "relation", "since", "until", "source"), reads=PERSONNEL, writes=KEEPERS,
    line="回避关系", search=("other", "detail"), filters=("relation", "source"), since="since", person="person",
    enterprise="enterprise", basis=(RECUSAL, ON_DUTY), checks=(
        _whom, required_when("relation", ("other",), "detail", "选择「其他」的，请写明是什么关系。"),
        required_when("relation", ("party",), "other", "请填写当事人姓名。")),
    about="有申报的人员不能承办对应企业的检查和案件，双随机派员也不会派到。终止的关系填写终止日期，不要删除。",
    headers=FIRM_HEADERS | {"person": ("姓名", "人员"), "other": ("关系人", "姓名（当事人）"), "relation": ("回避关系", "回避情形"),
                            "since": ("日期", "登记日期")})
