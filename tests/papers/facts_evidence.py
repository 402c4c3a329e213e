"""The story of the investigation: filing, questions, samples, things kept as evidence."""
from __future__ import annotations

from typing import Any

FACTS: dict[str, dict[str, Any]] = {
    "case_filing_approval": {
        "cause": "未按规定对从业人员进行安全生产教育和培训", "case_source": "检查发现", "source_time": "2026-09-28",
        "case_facts": "2026年9月28日，本机关执法人员李强、王敏对鑫达木业有限公司进行计划内检查，发现该单位砂光车间"
                      "6名从业人员未经培训合格上岗作业、3人次培训情况未如实记录，主要负责人陈某某未组织制定年度培训计划。",
        "handler_opinion": "上述行为涉嫌违反《中华人民共和国安全生产法》第二十八条第一款、第四款和第二十一条第（三）项，"
                           "属于本机关管辖且在追责期限内，建议立案调查。",
    },
    "inquiry_record": {
        "start_time": "2026-10-13T08:55", "end_time": "2026-10-13T10:20", "place": "云岭区应急管理局询问室", "session_no": 1,
        "subject_name": "刘某", "subject_gender": "女", "subject_age": 41, "subject_id_no": "990101198503020025",
        "subject_employer": "鑫达木业有限公司", "subject_post": "安全管理人员", "subject_home": "云岭区城关镇解放路9号",
        "subject_phone": "13900000002", "identity_shown": True, "rights_informed": True, "corrections": True,
        "qa": [
            {"q": "你是否看清我们的执法证件？是否申请回避？", "a": "看清了，不申请回避。"},
            {"q": "赵某等6人上岗前是否参加过安全生产教育和培训？", "a": "没有。他们是8月下旬入职的，当时订单多，直接安排上岗了。"},
            {"q": "2026年7月的培训签到表为什么与考勤不一致？", "a": "有3个人当天请假，签到是班组长代签的，试卷也是后来补的。"},
            {"q": "以上情况公司主要负责人是否知道？", "a": "陈总知道今年没有做培训计划，我口头提过两次。"},
        ],
    },
    "recusal_decision": {
        "officer": "王敏", "applied_at": "2026-10-14", "application": "王敏与我单位原安全管理人员系亲属",
        "reasons": "经核实，王敏与该人员不存在亲属关系，也没有其他可能影响公正执法的关系。", "decision": "驳回回避申请",
    },
    "inquiry_notice": {
        "addressee": "刘某", "reason": "鑫达木业有限公司涉嫌未按规定开展安全生产教育和培训一案", "time": "2026-10-13T09:00",
        "place": "云岭区应急管理局询问室（政和路18号302室）", "materials": ["身份证", "任职文件", "2026年安全生产教育和培训档案"],
    },
    "scene_inspection_record": {
        "start_time": "2026-10-14T09:30", "end_time": "2026-10-14T10:40", "place": "鑫达木业有限公司砂光车间", "weather": "晴",
        "identity_shown": True, "recorder": "王敏", "invited": None,
        "content": "砂光车间位于厂区东北角，东西长42米，南北宽18米，内设砂光机3台，自西向东编号1号至3号。\n"
                   "1号砂光机旁张贴的岗位人员公示牌列有赵某等6人姓名，公示日期为2026年9月1日。\n"
                   "车间西墙培训公示栏内2026年8月、9月两栏为空白。",
        "drawings": ["车间平面示意图1张", "照片6至照片9"],
    },
    "sampling_voucher": {
        "site_person": "刘某", "start_time": "2026-10-14T10:45", "end_time": "2026-10-14T11:05", "place": "砂光车间1号除尘器灰斗",
        "samples": [{"name": "木粉尘", "spec": "1号除尘器灰斗，20261014-1", "quantity": "500克", "note": "已封样"},
                    {"name": "木粉尘", "spec": "2号除尘器灰斗，20261014-2", "quantity": "500克", "note": "已封样"}],
    },
    "evidence_registration_approval": {
        "case_facts": "鑫达木业有限公司涉嫌未如实记录安全生产教育和培训情况，原始签到表存放于车间班组，存在灭失可能。",
        "evidence": [{"name": "2026年7月培训签到表原件", "quantity": "1册"}, {"name": "考核试卷", "quantity": "23份"}],
        "reasons": "上述材料可能灭失，依据《中华人民共和国行政处罚法》第五十六条提请先行登记保存。", "custody_mode": "异地保存",
        "dept_opinion": "情况属实，同意报批。", "handler_opinion": "建议先行登记保存。",
    },
    "evidence_registration_notice": {
        "suspected_act": "未如实记录安全生产教育和培训情况", "basis": ["《中华人民共和国行政处罚法》第五十六条"],
        "decision_date": "2026-10-21", "decision_place": "云岭区应急管理局", "custody_mode": "异地保存",
        "custody_place": "云岭区应急管理局物证室", "custodian": "王敏", "period_start": "2026-10-14", "duties": None,
    },
    "evidence_registration_list": {
        "notice_no": "（云）应急先保通〔2026〕12号", "date": "2026-10-14",
        "items": [{"name": "2026年7月培训签到表", "spec": "A4纸质", "origin": "", "grade": "完好", "unit": "册", "price": "",
                   "quantity": "1", "note": "原件"},
                  {"name": "考核试卷", "spec": "A4纸质", "origin": "", "grade": "完好", "unit": "份", "price": "",
                   "quantity": "23", "note": "原件"}],
    },
    "evidence_disposal_approval": {
        "case_facts": "先行登记保存的签到表和试卷已复制并由当事人核对签字。",
        "evidence": [{"name": "2026年7月培训签到表原件", "quantity": "1册"}, {"name": "考核试卷", "quantity": "23份"}],
        "reasons": "证据已固定，拟解除登记保存并退还原件。", "dept_opinion": "同意。", "handler_opinion": "建议退还原件。",
    },
    "evidence_disposal_decision": {
        "registered_date": "2026-10-14", "objects": "2026年7月培训签到表1册、考核试卷23份",
        "notice_no": "（云）应急先保通〔2026〕12号", "decision": "解除先行登记保存，退还原件", "detail": "请于2026年10月23日前到我局领取。",
    },
    "appraisal_commission": {
        "addressee": "某省粉尘防爆检测中心", "deadline": "2026-10-30",
        "objects": [{"name": "木粉尘", "spec": "20261014-1", "quantity": "500克", "note": "封样完好"}],
        "requirements": "测定样品的最大爆炸压力、爆炸指数和最低着火温度，并说明是否属于可燃性粉尘。",
    },
    "service_address_confirmation": {
        "address": "云岭区城关镇工业园二路6号办公楼201室", "receiver": "刘某", "electronic_consent": True,
        "electronic_address": "电子邮箱 office@xinda.example", "consequences_informed": True, "date": "2026-10-13",
    },
    "service_receipt": {
        "rows": [
            {"paper": "行政处罚告知书（云）应急罚告〔2026〕12号", "receiver": "陈某某", "place": "鑫达木业有限公司",
             "at": "2026-11-16T15:02", "method": "直接送达", "server": "李强、王敏"},
            {"paper": "行政处罚听证告知书（云）应急听告〔2026〕12号", "receiver": "陈某某", "place": "鑫达木业有限公司",
             "at": "2026-11-16T15:02", "method": "直接送达", "server": "李强、王敏"},
        ],
    },
    "service_announcement": {
        "reason": "受送达人下落不明", "documents": ["行政处罚决定书（云）应急罚〔2026〕12号"], "media": "云岭区人民政府网站",
        "posted_at": "2026-11-23", "deemed_served_at": "2026-12-23",
    },
}
