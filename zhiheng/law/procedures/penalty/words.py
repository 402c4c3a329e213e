"""Coded choices of the penalty procedure with their Chinese names."""
from __future__ import annotations

KINDS = (
    ("warning", "警告"), ("criticism", "通报批评"), ("fine", "罚款"), ("confiscate_gain", "没收违法所得"),
    ("confiscate_goods", "没收非法财物"), ("suspend_licence", "暂扣许可证件"), ("lower_qualification", "降低资质等级"),
    ("revoke_licence", "吊销许可证件"), ("restrict_business", "限制开展生产经营活动"), ("stop_business", "责令停产停业"),
    ("close", "责令关闭"), ("restrict_practice", "限制从业"),
)
"""Kinds of penalty, 行政处罚法 9."""

HEARING_KINDS = frozenset({"confiscate_goods", "lower_qualification", "revoke_licence", "stop_business", "close",
                           "restrict_practice"})
"""Kinds that call for the hearing right whatever the amount (63-1-2 to 63-1-4; goods are taken strictly)."""

SOURCES = (("inspection", "监督检查发现"), ("complaint", "举报投诉"), ("transfer", "其他机关移送"), ("assigned", "上级交办"),
           ("accident", "事故调查"), ("monitoring", "监测预警"), ("other", "其他"))

STAGES = (("first", "初次查处"), ("overdue", "逾期或者拒不改正"), ("serious", "情节严重"))

MITIGATION = (("eliminated", "主动消除或者减轻危害后果"), ("coerced", "受他人胁迫或者诱骗"), ("confessed", "主动供述尚未掌握的违法行为"),
              ("merit", "配合查处有立功表现"), ("other", "法律、法规、规章规定的其他情形"), ("minor_age", "已满十四周岁不满十八周岁"))
"""Lighter or mitigated penalty, 行政处罚法 32, 30."""

CRIME_SIGNS = (("death", "造成死亡一人以上"), ("injury", "造成重伤三人以上"), ("loss", "直接经济损失一百万元以上"),
               ("alarm_off", "关闭、破坏监控、报警、防护、救生设备设施，有现实危险"),
               ("refused_stop", "因重大隐患被责令停产停业而拒不执行，有现实危险"),
               ("unlicensed", "未经批准擅自从事高度危险作业，有现实危险"), ("other", "其他可能涉嫌犯罪的情形"))
"""Indicators of a crime (刑法 134, 134-1, 法释〔2022〕19号); any of them asks for a judgement before the file moves on."""

CHECK = (("yes", "是"), ("no", "否"), ("partly", "部分，见意见"))
REVIEW_RESULT = (("pass", "审核通过"), ("pass_after", "修改后通过"), ("return", "退回补正"), ("reject", "审核未通过"))
CRIME_JUDGEMENT = (("none", "不涉嫌犯罪"), ("judged_not", "有指标，经审查不构成犯罪，理由见意见"), ("transfer", "涉嫌犯罪，应当移送"))

NO_PENALTY = (("minor", "违法行为轻微并及时改正，没有造成危害后果"), ("first", "初次违法且危害后果轻微并及时改正"),
              ("no_fault", "有证据足以证明没有主观过错"), ("not_established", "违法事实不能成立"),
              ("limitation", "超过追究时效"), ("age", "不满十四周岁"), ("capacity", "不能辨认或者不能控制自己行为"))

WITHDRAW = (("not_established", "违法事实不能成立"), ("no_jurisdiction", "不属于本机关管辖"), ("dead", "当事人死亡或者终止，无承受人"),
            ("limitation", "超过追究时效"), ("other", "其他应当终止（撤销）的情形"))

DOCUMENTS = (
    ("penalty_notice", "行政处罚告知书"), ("hearing_right_notice", "行政处罚听证告知书"),
    ("hearing_meeting_notice", "行政处罚听证会通知书"), ("penalty_decision", "行政处罚决定书"),
    ("no_penalty_decision", "不予行政处罚决定书"), ("evidence_registration_notice", "先行登记保存证据通知书"),
    ("evidence_disposal_decision", "先行登记保存证据处理决定书"), ("fine_payment_reminder", "缴纳罚款催告书"),
    ("fine_deferral_permit", "延期（分期）缴纳罚款批准书"), ("criminal_transfer_letter", "涉嫌犯罪案件移送书"),
    ("case_transfer_letter", "案件移送书"),
)
MADE_BY = {
    "penalty_notice": "penalty_notice", "hearing_right_notice": "penalty_notice",
    "hearing_meeting_notice": "hearing_notice", "penalty_decision": "decide",
    "no_penalty_decision": "decide_no_penalty", "evidence_registration_notice": "register_evidence",
    "evidence_disposal_decision": "dispose_evidence", "fine_payment_reminder": "remind_payment",
    "fine_deferral_permit": "defer_payment", "criminal_transfer_letter": "transfer_criminal",
    "case_transfer_letter": "transfer_other",
}
"""The act that makes each paper that can be served."""

GENDER = (("male", "男"), ("female", "女"))
