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
}
