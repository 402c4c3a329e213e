"""One story told through every paper: 鑫达木业有限公司 and its principal, file YL-2026-00123.

All names are invented. ``context(code)`` gives what the caller of the engine would give.
"""
from __future__ import annotations

from copy import deepcopy
from typing import Any

from tests.papers.facts_campaign import FACTS as CAMPAIGN
from tests.papers.facts_competence import FACTS as COMPETENCE
from tests.papers.facts_credit import FACTS as CREDIT
from tests.papers.facts_delegation import FACTS as DELEGATION
from tests.papers.facts_draw import FACTS as DRAW
from tests.papers.facts_evidence import FACTS as EVIDENCE
from tests.papers.facts_inspection import FACTS as INSPECTION
from tests.papers.facts_penalty import FACTS as PENALTY
from tests.papers.facts_plan import FACTS as PLAN
from tests.papers.facts_review import FACTS as REVIEW
from tests.papers.facts_standard import FACTS as STANDARD

FACTS: dict[str, dict[str, Any]] = {**INSPECTION, **EVIDENCE, **REVIEW, **PENALTY, **CREDIT, **DELEGATION, **COMPETENCE, **DRAW, **PLAN, **STANDARD,
                                    **CAMPAIGN}

AGENCY = {
    "name": "云岭区应急管理局", "short": "云", "address": "云岭区政和路18号", "phone": "0990-6543210",
    "contact": "李强", "gov": "云岭区人民政府", "court": "云岭区人民法院",
}
UNIT = {
    "kind": "unit", "name": "鑫达木业有限公司", "uscc": "91990101MA00DEMA07", "address": "云岭区城关镇工业园二路6号",
    "legal_rep": "陈某某", "legal_rep_title": "总经理", "phone": "13900000001",
}
PERSON = {
    "kind": "person", "name": "陈某某", "gender": "男", "birth": "1979-05-06", "id_no": "990101197905060018",
    "address": "云岭区城关镇人民路3号2栋501", "employer": "鑫达木业有限公司", "post": "总经理（主要负责人）",
    "phone": "13900000001",
}
OFFICERS = [{"name": "李强", "certificate": "云应急执法9901001"}, {"name": "王敏", "certificate": "云应急执法9901002"}]
FILE = {
    "no": "YL-2026-00123", "title": "鑫达木业有限公司及其主要负责人未按规定开展安全生产教育和培训案",
    "filed_no": "（云）应急立〔2026〕12号",
}
VIOLATIONS = [
    {
        "fact": "2026年9月28日，执法人员在你单位砂光车间检查时发现，赵某等6名从业人员未经安全生产教育和培训合格即上岗作业。",
        "violated": "《中华人民共和国安全生产法》第二十八条第一款",
        "punished": "《中华人民共和国安全生产法》第九十七条第一款第（三）项",
        "evidence": ["现场检查记录1份，证明6名从业人员当日在岗作业", "对赵某等人的询问笔录3份，证明上岗前未接受培训",
                     "培训档案复印件1册，证明无上述人员培训和考核记录"],
        "factors": "未经培训上岗人员6人，符合裁量基准“一般”档次（罚款2万元以上5万元以下），按人数计为3万元；"
                   "一年内第二次实施同类违法行为，增加8000元。",
        "fine_fen": 3_800_000, "other": [],
    },
    {
        "fact": "你单位2026年7月的安全生产教育和培训记录中，有3人次的参加人员和考核结果与实际不符。",
        "violated": "《中华人民共和国安全生产法》第二十八条第四款",
        "punished": "《中华人民共和国安全生产法》第九十七条第一款第（四）项",
        "evidence": ["2026年7月培训签到表和考核试卷，证明记录与实际不符", "对安全管理人员刘某的询问笔录1份"],
        "factors": "未如实记录3人次，符合裁量基准“较轻”档次（罚款2万元以下），已主动补正记录。",
        "fine_fen": 1_700_000, "other": [],
    },
]
PERSONAL = [
    {
        "fact": "你作为鑫达木业有限公司的主要负责人，未组织制定并实施本单位2026年度安全生产教育和培训计划。",
        "violated": "《中华人民共和国安全生产法》第二十一条第（三）项",
        "punished": "《中华人民共和国安全生产法》第九十四条第一款",
        "evidence": ["对你的询问笔录1份，证明未制定年度培训计划", "公司任命文件复印件1份，证明你为主要负责人"],
        "factors": "配合调查并在责令期限内改正，符合裁量基准“较轻”档次（罚款2万元以上3万元以下）。",
        "fine_fen": 2_200_000, "other": [],
    },
]
SIGN = [
    {"role": "handler", "name": "李强", "at": "2026-11-20", "opinion": "情况属实，建议按程序办理。"},
    {"role": "second", "name": "王敏", "at": "2026-11-20", "opinion": "同意承办人意见。"},
    {"role": "section_head", "name": "赵磊", "at": "2026-11-20", "opinion": "事实清楚，程序合法，同意报批。"},
    {"role": "legal_reviewer", "name": "周宁", "at": "2026-11-20", "opinion": "审核通过。"},
    {"role": "bureau_head", "name": "吴海", "at": "2026-11-21", "opinion": "同意。"},
]
VIOLATION_PAPERS = {"penalty_notice", "hearing_right_notice", "penalty_decision_org", "penalty_decision_person"}
PERSON_PAPERS = {"penalty_decision_person"}


def context(code: str, number: str | None = "auto", **changes: Any) -> dict[str, Any]:
    """The context of one paper of the story; ``changes`` replace top-level keys."""
    person = code in PERSON_PAPERS
    base: dict[str, Any] = {
        "code": code, "no": "（云）应急试〔2026〕12号" if number == "auto" else number, "date": "2026-11-23",
        "draft": False, "agency": AGENCY, "file": FILE, "party": PERSON if person else UNIT,
        "parties": [UNIT, PERSON], "officers": OFFICERS, "f": FACTS[code], "violations": [], "sign": SIGN,
        "seal": True, "verify": {"code": "8K3F-27QD", "url": "https://yunling.example/v/8K3F27QD"},
    }
    if code in VIOLATION_PAPERS:
        base["violations"] = PERSONAL if person else VIOLATIONS
    return deepcopy({**base, **changes})
