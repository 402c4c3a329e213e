"""The story of 标准化创建: a township applies, is to put something right, is accepted, loses it."""
from __future__ import annotations

from typing import Any

OWN = [
    {"number": "1", "standard": "机构与人员", "requirement": "执法人员全部持证", "full": "20", "points": "20",
     "evidence": "人员名册、执法证复印件"},
    {"number": "2", "standard": "场所", "requirement": "询问室音像设备联网", "full": "20", "points": "15", "evidence": "现场照片6张"}]
FACTS: dict[str, dict[str, Any]] = {
    "standard_application": {"unit_name": "城关镇人民政府", "year": "2026", "applied_on": "2026-05-28", "items": OWN, "total": "35 / 40",
                             "statement": "询问室、装备室改造完成，检测仪器全部在检定有效期内。"},
    "standard_acceptance": {
        "unit_name": "城关镇人民政府", "visited_on": "2026-06-18", "assessor_names": ["陈俊", "李强"], "total": "30 / 40",
        "conclusion_zh": "限期整改",
        "items": [{"number": "1", "requirement": "执法人员全部持证", "result": "达标", "points": "20", "reason": ""},
                  {"number": "2", "requirement": "询问室音像设备联网", "result": "不达标", "points": "10", "reason": "没有与采集站联网"}],
        "opinion": "总体符合要求，询问室音像设备没有与采集站联网，限期整改。", "deadline": "2026-07-20"},
    "standard_revoked": {"unit_name": "城关镇人民政府", "decided_on": "2026-11-23", "reason": "复评发现询问室已拆改，佐证材料与现场不符。",
                         "heard": "该单位承认拆改，称拟另行安排场所。"},
}
