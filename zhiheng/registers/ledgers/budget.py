"""执法经费: budget lines and spending, fines strictly apart."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhiheng.kernel.facts import FactError, Fen, fact
from zhiheng.registers.declare import Ledger, Values
from zhiheng.registers.money_apart import NO_LINK, TO_TREASURY, apart
from zhiheng.registers.posts import HEADS, KEEPERS

READS = HEADS | {"supervisor", "administrator"}
SUBJECTS = (("equipment", "执法装备"), ("uniform", "制式服装和标志"), ("vehicle", "执法执勤用车"), ("work", "执法工作经费"),
            ("training", "教育培训"), ("experts", "专家、两员和法律顾问"), ("testing", "检验检测鉴定"), ("systems", "信息化"),
            ("reward", "举报奖励"), ("other", "其他"))
SOURCES = (("budget", "本级财政预算"), ("superior", "上级财政专项"), ("transfer", "财政追加、调剂"))


@dataclass(frozen=True)
class BudgetLine:
    """一年的一项执法经费预算."""

    year: int = fact("年度", min=2000, max=2100)
    name: str = fact("预算项目", max_length=80)
    subject: str = fact("用途", choices=SUBJECTS)
    source: str = fact("资金来源", choices=SOURCES, article=TO_TREASURY,
                       help="只能是财政预算安排的资金；罚款和没收的款项不是经费来源。")
    source_note: str = fact("来源说明", required=False, max_length=200)
    approved: Fen = fact("批复金额（元）")
    approval_no: str = fact("批复文号", required=False, max_length=60)
    remark: str = fact("备注", required=False, as_="longtext", max_length=500)


def _some(values: Values) -> Iterable[FactError]:
    if not values.get("approved"):
        yield FactError("approved", "批复金额须大于 0。")


budget_lines = Ledger(
    "budget_lines", "执法经费预算", "队伍保障", BudgetLine, key=("year", "name"), title=("year", "name"),
    columns=("year", "name", "subject", "source", "approved", "approval_no"), reads=READS, writes=KEEPERS, line="预算",
    search=("name", "approval_no"), filters=("subject", "source"), sums=("approved",), basis=(TO_TREASURY, NO_LINK),
    checks=(_some, apart("name", "source_note", "remark")),
    headers={"year": ("预算年度",), "name": ("项目", "项目名称"), "subject": ("经费用途", "类别"), "source": ("来源", "经费来源"),
             "approved": ("预算金额", "预算数", "金额"), "approval_no": ("文号",)},
    about="罚款、没收的违法所得和没收非法财物拍卖的款项全部上缴国库，不在本台账登记（行政处罚法第七十四条第二款、第三款）。")


@dataclass(frozen=True)
class Spending:
    """一笔支出."""

    voucher_no: str = fact("凭证号", max_length=40)
    spent_on: date = fact("支出日期")
    year: int = fact("预算年度", min=2000, max=2100)
    budget: str = fact("预算项目", max_length=80, help="与执法经费预算里的预算项目名称一致，用来核对是否超出预算。")
    amount: Fen = fact("金额（元）")
    payee: str = fact("收款单位", max_length=80)
    purpose: str = fact("事由", max_length=200, article=NO_LINK)
    handler: str = fact("经办人", as_="person", required=False)
    remark: str = fact("备注", required=False, as_="longtext", max_length=500)


spending = Ledger(
    "spending", "执法经费支出", "队伍保障", Spending, key=("voucher_no", "year"), title=("voucher_no", "purpose"),
    columns=("voucher_no", "spent_on", "budget", "purpose", "payee", "amount"), reads=READS, writes=KEEPERS, line="支出",
    search=("budget", "payee"), since="spent_on", person="handler", sums=("amount",), basis=(TO_TREASURY, NO_LINK),
    checks=(apart("budget", "purpose", "remark"),),
    headers={"voucher_no": ("凭证编号", "记账凭证号"), "spent_on": ("日期", "支付日期"), "year": ("年度",),
             "budget": ("项目", "预算项目名称"), "amount": ("支出金额", "金额"), "payee": ("收款人", "供应商"), "purpose": ("用途", "摘要")},
    about="不得以罚款、没收的款项开支，也不得按罚没数额发放奖金、补贴（行政处罚法第七十四条第二款、第三款）。")
