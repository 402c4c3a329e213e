"""The story from the plan of the visit to the second visit."""
from __future__ import annotations

from typing import Any

FACTS: dict[str, dict[str, Any]] = {
    "site_inspection_plan": {
        "checked_unit_contact": "刘某", "industry": "木材加工（粉尘涉爆）", "planned_time": "2026年9月28日9时至12时",
        "experts": ["周工（粉尘防爆）"], "source_type": "年度计划", "plan_item_ref": "2026年度监督检查计划第37项",
        "inspection_items": ["安全生产教育和培训是否覆盖全部从业人员", "培训记录和考核结果是否如实归档",
                             "砂光车间除尘系统是否设置泄爆装置", "作业现场积尘清扫制度是否落实"],
        "inspection_method": ["资料审查", "现场核查", "询问有关人员"], "remark": None,
    },
    "inspection_notice": {
        "inspection_time": "2026年9月28日9时至12时", "place": "云岭区城关镇工业园二路6号",
        "inspection_items": ["安全生产教育和培训情况", "粉尘防爆措施落实情况"], "inspection_method": "资料审查、现场核查",
        "basis": ["《中华人民共和国安全生产法》第六十五条第一款第（一）项"],
        "materials": ["营业执照", "安全生产教育和培训档案", "除尘系统检维修记录"], "experts": ["周工（粉尘防爆）"],
        "plan_no": "（云）应急检查〔2026〕164号", "approved_by": "赵磊",
    },
    "inspection_result_notice": {
        "check_date": "2026-09-28", "place": "砂光车间、档案室", "inspection_items": ["粉尘防爆措施落实情况"],
        "conclusion": "本次检查的4项内容中，2项未发现问题，2项存在问题，已另行出具责令限期整改指令书。",
        "problems": ["6名从业人员未经培训合格上岗作业", "3人次培训情况未如实记录"],
        "suggestions": ["请按期完成整改，并于期满前报告整改情况。"],
    },
    "site_inspection_record": {
        "start_time": "2026-09-28T09:05", "end_time": "2026-09-28T11:40", "place": "砂光车间、包装车间、档案室",
        "identity_shown": True, "recusal_informed": True, "participants": ["周工（专家）"], "site_person": "刘某",
        "site_person_post": "安全管理人员", "record_date": "2026-09-28",
        "findings": [
            {"place": "砂光车间", "item": "从业人员培训合格后上岗", "result": "不合格",
             "fact": "赵某等6名从业人员在岗作业，未能出示培训合格记录。", "photos": "照片1至3"},
            {"place": "档案室", "item": "如实记录培训情况", "result": "不合格",
             "fact": "2026年7月培训签到表中有3人次签到与本人考勤不符。", "photos": "照片4"},
            {"place": "砂光车间", "item": "除尘系统设置泄爆装置", "result": "合格", "fact": "泄爆片完好，检验在有效期内。",
             "photos": "照片5"},
            {"place": "包装车间", "item": "积尘清扫制度", "result": "合格", "fact": "当日清扫记录齐全，地面无积尘。",
             "photos": ""},
        ],
        "av_record_refs": ["执法记录仪 9901001-20260928-01"], "unit_comment": "情况属实，我们立即整改。",
    },
    "onsite_measure_decision": {
        "check_date": "2026-09-28", "problems": ["砂光车间6名从业人员未经安全生产教育和培训合格上岗作业",
                                                 "砂光车间1号除尘器灰斗积尘未及时清理"],
        "basis": ["《中华人民共和国安全生产法》第六十五条第一款第（二）项", "第（三）项"],
        "decisions": ["立即停止上述6名从业人员的砂光作业，经培训合格后方可上岗", "立即清理1号除尘器灰斗积尘"],
        "measure_deadline": "2026-10-08",
    },
    "rectification_order": {
        "check_date": "2026-09-28", "deadline": "2026-10-15", "items_ordered": ["1", "2"], "major_hazard_flags": [],
        "basis": ["《中华人民共和国安全生产法》第六十五条第一款第（二）项"],
        "problems": [
            {"problem": "6名从业人员未经安全生产教育和培训合格上岗作业",
             "basis": "《中华人民共和国安全生产法》第二十八条第一款", "deadline": "2026-10-10"},
            {"problem": "2026年7月有3人次培训情况未如实记录",
             "basis": "《中华人民共和国安全生产法》第二十八条第四款", "deadline": "2026-10-15"},
        ],
    },
    "rectification_extension_approval": {
        "order_ref": "（云）应急责改〔2026〕31号", "applicant": "鑫达木业有限公司", "application_date": "2026-10-09",
        "reasons": "培训机构排期至10月下旬，6名从业人员无法在原期限内完成培训和考核。",
        "interim_measures": "上述人员停止砂光作业，调整至不涉粉尘岗位；每班由班组长进行岗前提示。", "items": ["1"],
        "new_deadline": "2026-10-30", "handler_opinion": "延期理由成立，防范措施可行，建议同意延期。",
    },
    "rectification_extension_reply": {
        "order_ref": "（云）应急责改〔2026〕31号", "reply": "同意", "new_deadline": "2026-10-30",
        "reasons": "延期期间须落实你单位承诺的防范措施。",
    },
    "reinspection_opinion": {
        "original_date": "2026-09-28", "original_decision": "责令限期整改", "original_doc_no": "（云）应急责改〔2026〕31号",
        "reinspection_date": "2026-11-02", "next_step": "对违法行为依法立案查处",
        "item_results": [
            {"problem": "6名从业人员未经培训合格上岗", "result": "已整改", "detail": "6人均已完成培训并考核合格。", "photos": "照片1"},
            {"problem": "3人次培训情况未如实记录", "result": "已整改", "detail": "记录已更正并归档。", "photos": "照片2"},
        ],
        "conclusion": "责令整改的2项问题均已整改完毕。",
    },
    "out_of_scope_referral": {
        "addressee": "云岭区消防救援大队", "found_date": "2026-09-28", "unit": "鑫达木业有限公司",
        "problems": ["包装车间西侧安全出口被货物堵塞", "室内消火栓水压不足"],
        "basis": ["《中华人民共和国安全生产法》第六十九条"], "attachments": ["现场照片2张", "现场检查记录复印件1份"],
    },
}
