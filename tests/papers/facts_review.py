"""The story from the end of the investigation to the decision: report, defence, hearing, review, discussion."""
from __future__ import annotations

from typing import Any

FACTS_TEXT = (
    "2026年9月28日，鑫达木业有限公司安排未经安全生产教育和培训合格的赵某等6名从业人员在砂光车间上岗作业；2026年7月有"
    "3人次培训情况未如实记录；主要负责人陈某某未组织制定并实施2026年度安全生产教育和培训计划。"
)
PROPOSAL = "拟对鑫达木业有限公司罚款人民币伍万伍仟元整（¥55,000.00），对陈某某罚款人民币贰万贰仟元整（¥22,000.00）。"

FACTS: dict[str, dict[str, Any]] = {
    "investigation_report": {
        "process": "2026年9月28日计划内检查发现问题，10月12日批准立案，10月13日至11月5日询问3人、勘验1次、收集书证4份。",
        "facts": FACTS_TEXT,
        "evidence": [{"name": "现场检查记录1份、照片5张", "proves": "6名从业人员在岗作业的事实"},
                     {"name": "询问笔录3份", "proves": "上岗前未经培训、签到为他人代签"},
                     {"name": "培训档案复印件1册", "proves": "无上述人员培训和考核记录"}],
        "legal_analysis": "单位行为违反《中华人民共和国安全生产法》第二十八条第一款、第四款，适用第九十七条第一款第（三）项、"
                          "第（四）项；陈某某的行为违反第二十一条第（三）项，适用第九十四条第一款。",
        "discretion": "未培训6人属“一般”档次；一年内第二次实施同类行为；未如实记录3人次属“较轻”档次；已在责令期限内改正。",
        "proposal": PROPOSAL, "date": "2026-11-06",
    },
    "case_extension_approval": {
        "filed_date": "2026-10-12", "original_deadline": "2027-01-10", "new_deadline": "2027-03-11", "level": "本级",
        "reasons": "粉尘样品鉴定尚未出具结果，无法在原期限内作出决定。", "handler_opinion": "建议延长办理期限60日。",
    },
    "case_withdrawal_approval": {
        "reasons": "违法事实不成立", "detail": "经核实，涉案6名从业人员持有有效的培训合格证明，原检查时未能当场出示。",
        "handler_opinion": "建议撤销案件。",
    },
    "notice_approval": {
        "facts": FACTS_TEXT, "proposed_penalty": PROPOSAL, "discretion": "详见案件调查报告第六部分。", "hearing_right": True,
        "handler_opinion": "建议向两名当事人分别告知。",
    },
    "statement_defense_record": {
        "start_time": "2026-11-18T09:20", "end_time": "2026-11-18T10:05", "place": "云岭区应急管理局询问室", "speaker": "陈某某",
        "gender": "男", "post": "总经理", "employer": "鑫达木业有限公司", "phone": "13900000001",
        "address": "云岭区城关镇工业园二路6号", "recorder": "王敏",
        "record": [{"q": "请陈述你的意见。", "a": "6名工人入职时间短，公司已在10月补齐培训，请求从轻处罚。"},
                   {"q": "有没有证据提交？", "a": "提交培训合格证6份。"}],
    },
    "defense_review_opinion": {
        "claims": ["6名从业人员已补训合格，请求从轻", "3人次签到系班组长代签，公司不知情"],
        "review": [{"claim": "已补训合格，请求从轻", "accepted": "部分采纳", "reason": "整改属实，但立案前的违法行为已经成立，裁量时已考虑。"},
                   {"claim": "代签公司不知情", "accepted": "不采纳", "reason": "如实记录是单位的法定义务，不因内部分工免除。"}],
        "conclusion": "维持拟处罚意见，不加重处罚。",
    },
    "hearing_meeting_notice": {
        "hearing_time": "2026-12-04T09:30", "hearing_place": "云岭区应急管理局三楼会议室", "public_or_not": "公开",
        "chair": "孙倩（政策法规科）", "hearing_officers": ["钱某（法律顾问）"], "clerk": "何某（政策法规科）", "notes": None,
    },
    "hearing_record": {
        "start_time": "2026-12-04T09:30", "end_time": "2026-12-04T11:10", "place": "云岭区应急管理局三楼会议室",
        "chair": "孙倩", "hearing_officers": ["钱某"], "clerk": "何某",
        "investigators": ["李强（云应急执法9901001）", "王敏（云应急执法9901002）"], "agents": ["郑律师"], "others": None,
        "record": [{"speaker": "主持人", "text": "现在核对参加人身份，宣布听证纪律，告知权利义务。申请听证人是否申请回避？"},
                   {"speaker": "申请听证人", "text": "不申请。"},
                   {"speaker": "调查人员", "text": "提出当事人违法的事实、证据和行政处罚建议，出示证据1至9。"},
                   {"speaker": "申请听证人", "text": "对证据真实性无异议，请求按较轻档次处罚。"}],
    },
    "hearing_report": {
        "chair": "孙倩", "hearing_officers": ["钱某"], "clerk": "何某",
        "summary": "2026年12月4日公开举行听证。调查人员与申请听证人围绕培训事实和裁量档次进行了陈述、申辩和质证。",
        "chair_opinion": "事实清楚，证据充分，裁量适当，建议维持拟处罚意见。", "leader_opinion": "同意。",
    },
    "legal_review_opinion": {
        "case_source": "检查发现", "submitter": "执法一大队（李强、王敏）", "submitted_at": "2026-11-10",
        "materials": ["案件调查报告", "证据材料1册", "处罚决定书（草稿）", "裁量说明"],
        "check_subject": "合法", "check_procedure": "合法", "check_facts": "清楚、充分", "check_law": "准确、适当",
        "check_power": "未超越", "check_documents": "基本规范", "check_crime": "不涉嫌", "opinion": "同意",
        "suggestions": ["调查报告补写证据8的来源", "告知书中裁量理由应写明计算过程"], "detail": "意见采纳后可以作出决定。",
    },
    "case_handling_approval": {
        "facts_and_basis": FACTS_TEXT + PROPOSAL, "defense": "鑫达木业有限公司提出书面申辩，经复核部分采纳；陈某某未提出陈述申辩。",
        "legal_review_ref": "（云）应急法审〔2026〕12号", "discussion_ref": "（云）应急罚集〔2026〕5号",
        "handler_opinion": "建议依法作出处罚决定。",
    },
    "collective_discussion_record": {
        "start_time": "2026-11-24T15:00", "end_time": "2026-11-24T15:50", "place": "云岭区应急管理局二楼会议室", "chair": "吴海",
        "reporter": "李强", "recorder": "何某", "attendees": ["吴海（局长）", "马某（副局长）", "冯某（副局长）", "周宁（法制审核）"],
        "observers": ["王敏"], "content": "承办人汇报案情、证据、申辩复核和裁量情况，法制审核人员说明审核意见。",
        "opinions": [{"name": "吴海", "opinion": "事实清楚，同意拟处罚意见。"}, {"name": "马某", "opinion": "同意，注意回访整改。"},
                     {"name": "冯某", "opinion": "同意。"}],
        "conclusion": PROPOSAL.replace("拟对", "同意对", 1), "votes": "应到5人，实到4人，一致同意",
    },
}
