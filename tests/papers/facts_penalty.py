"""The story of the decision and after: notices, decisions, money, transfer, publicity, closing, archive."""
from __future__ import annotations

from typing import Any

_DECISION: dict[str, Any] = {
    "pay_bank": "云岭区农村商业银行城关支行", "pay_bank_address": "云岭区政和路2号", "pay_account": "9901 0000 1234 5678",
    "notice_no": "（云）应急罚告〔2026〕12号", "notice_served_at": "2026-11-16",
}
_EVIDENCE = ["现场检查记录1份", "询问笔录3份", "培训档案复印件1册", "现场照片5张"]

FACTS: dict[str, dict[str, Any]] = {
    "penalty_notice": {"evidence_list": _EVIDENCE, "defense_days": 5, "correction": "已于2026年9月28日责令限期整改，复查合格。"},
    "hearing_right_notice": {"evidence_list": _EVIDENCE, "hearing_days": 5},
    "penalty_decision_org": {
        **_DECISION, "fine_amount": 5_500_000, "pay_days": 15,
        "defense_handling": "你单位于2026年11月18日提出书面申辩，请求从轻处罚。经复核，你单位已补训整改的事实成立，裁量时已予考虑；"
                            "其余意见不成立，不予采纳。你单位未要求听证。",
        "correction": "建立健全培训档案，保证从业人员经培训合格后上岗。",
    },
    "penalty_decision_person": {
        **_DECISION, "fine_amount": 2_200_000, "defense_handling": "你在规定期限内未提出陈述、申辩意见，也未要求听证。",
    },
    "no_penalty_decision": {
        "illegal_facts": "2026年9月28日检查时，你单位1处安全警示标志脱落未及时更换。",
        "violated_provisions": ["《中华人民共和国安全生产法》第三十五条"], "reason_type": "违法行为轻微并及时改正，没有造成危害后果",
        "list_item_ref": "轻微不罚清单第3项", "correction_proof": ["整改前后照片2张"], "education": "应当经常检查并及时更换安全警示标志。",
        "evidence_list": ["现场检查记录1份"], "basis": ["《中华人民共和国行政处罚法》第三十三条第一款", "第五十七条第一款第（二）项"],
    },
    "fine_payment_reminder": {
        "decision_no": "（云）应急罚〔2026〕12号", "decision_date": "2026-11-25", "due_date": "2026-12-11",
        "payee": "云岭区农村商业银行城关支行，账号9901 0000 1234 5678", "defense_days": 3, "fine_amount": 5_500_000,
        "paid_amount": 2_000_000, "added_amount": 1_050_000, "pay_deadline": "2027-01-04",
    },
    "fine_deferral_approval": {
        "decision_no": "（云）应急罚〔2026〕12号", "facts_and_penalty": "未按规定开展安全生产教育和培训，罚款55,000.00元。",
        "reasons": "企业订单减少，资金周转困难，申请分两期缴纳。", "proof": ["2026年第三季度财务报表"], "fine_amount": 5_500_000,
        "mode": "分期", "instalments": [{"due": "2026-12-10", "amount": 3_000_000}, {"due": "2027-01-10", "amount": 2_500_000}],
        "handler_opinion": "困难属实，建议同意。",
    },
    "fine_deferral_permit": {
        "decision_no": "（云）应急罚〔2026〕12号", "decision_date": "2026-11-25", "application_date": "2026-12-01",
        "fine_amount": 5_500_000, "mode": "分期", "instalment_no": 1, "instalment_due": "2026-12-10",
        "instalment_amount": 3_000_000, "remaining": 2_500_000,
    },
    "case_transfer_approval": {
        "cause": "未取得许可从事危险化学品经营", "receiving_agency": "云岭区市场监督管理局",
        "brief": "检查中发现该单位仓库存放标签不全的油漆稀释剂若干，来源不明。", "reasons": "销售标签不全产品属于市场监督管理部门职责。",
        "handler_opinion": "建议移送。",
    },
    "case_transfer_letter": {
        "addressee": "云岭区市场监督管理局", "filed_date": "2026-10-12", "finding": "该单位仓库内油漆稀释剂标签不全，来源不明。",
        "basis": ["《中华人民共和国行政处罚法》第二十二条"],
        "materials": [{"name": "现场检查记录", "copies": "1", "pages": "3"}, {"name": "照片", "copies": "4", "pages": "2"}],
    },
    "criminal_transfer_letter": {
        "addressee": "云岭区公安局", "suspect": "陈某某", "suspected_crime": "危险作业罪",
        "facts": "因存在重大事故隐患被责令停止使用除尘系统后，仍擅自启用并组织生产，具有发生重大伤亡事故的现实危险。",
        "investigation_report_ref": "（云）应急终报〔2026〕12号",
        "evidence_list": [{"name": "除尘器控制柜", "quantity": "1台", "place": "原地封存"}], "appraisal_refs": ["粉尘爆炸性鉴定意见1份"],
        "cc_procuratorate": True, "approved_by": "本机关主要负责人",
    },
    "publicity_approval": {
        "decision_no": "（云）应急罚〔2026〕12号", "decision_date": "2026-11-25", "publish_deadline": "2026-12-04",
        "channels": ["云岭区人民政府网站", "信用信息共享平台"], "redactions": ["自然人姓名以外的个人信息", "身份证号码", "住址和电话"],
        "opinion": "建议公示。",
    },
    "case_closing_approval": {
        "filed_date": "2026-10-12", "decision_no": "（云）应急罚〔2026〕12号、13号",
        "result": "对鑫达木业有限公司罚款55,000.00元，对陈某某罚款22,000.00元。",
        "execution": "两名当事人已于2026年12月8日缴清罚款共77,000.00元；违法行为已改正。", "closing_reason": "执行完毕",
        "handler_opinion": "建议结案。",
    },
    "case_file_cover": {
        "cause": "未按规定开展安全生产教育和培训", "result": "对鑫达木业有限公司罚款55,000.00元，对陈某某罚款22,000.00元。",
        "filed_date": "2026-10-12", "closed_date": "2026-12-14", "archived_date": "2026-12-18", "archive_no": "20260012",
        "retention": "30年", "volume_type": "正卷",
    },
    "case_file_catalogue": {
        "rows": [
            {"title": "行政处罚决定书（单位）", "no": "（云）应急罚〔2026〕12号", "date": "2026-11-25", "pages": "1至3", "note": ""},
            {"title": "立案审批表", "no": "（云）应急立〔2026〕12号", "date": "2026-10-12", "pages": "4至5", "note": ""},
            {"title": "询问笔录", "no": "", "date": "2026-10-13", "pages": "6", "note": ""},
        ],
    },
    "case_file_note": {"pieces": 38, "pages": 96, "media": 5, "explanation": "本卷材料齐全，无缺损。", "filer": "何某　2026年12月18日",
                       "checker": "孙倩　2026年12月18日"},
}
