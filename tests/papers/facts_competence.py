"""The papers of 管辖协调: two bodies dispute one case, the bureau decides; help is asked of a neighbour."""
from __future__ import annotations

from typing import Any

FACTS: dict[str, dict[str, Any]] = {
    "jurisdiction_report": {
        "addressee": "云岭区应急管理局", "ground": "对管辖有争议，协商不成", "matter": "恒通金属制品有限公司涉嫌未按规定进行教育培训案",
        "place_of_conduct": "城关镇与平山园区交界的恒通厂区", "own_view": "涉事车间在本园区范围内，本园区先行登记线索。",
        "other_agency": "云岭区城关镇人民政府", "other_view": "该公司注册地在城关镇，由城关镇管理。",
        "consulted_on": "2026-11-18", "consultation": "双方负责人会商一次，未能达成一致。",
        "basis": ["《中华人民共和国行政处罚法》第二十五条第二款"],
    },
    "jurisdiction_designation": {
        "addressee": "云岭区平山工业园区管理委员会、云岭区城关镇人民政府", "ground": "管辖争议指定管辖",
        "matter": "恒通金属制品有限公司涉嫌未按规定进行教育培训案", "matter_nos": ["YLPS-2026-00031", "YLCG-2026-00018"],
        "competent_name": "云岭区平山工业园区管理委员会", "reasons": "违法行为发生在园区厂房内，园区已经调取主要证据。",
        "basis": ["《中华人民共和国行政处罚法》第二十五条第二款"], "hand_over_by": "2026-11-27",
    },
    "assistance_letter": {
        "addressee": "青山区应急管理局", "matter": "鑫达木业有限公司涉嫌未按规定进行教育培训案",
        "brief": "该公司在贵区设有仓库，6名从业人员曾在该仓库作业。", "requests": ["调取该仓库2026年9月的用工登记", "询问仓库负责人"],
        "materials": ["案件基本情况说明1份"], "reply_by": "2026-12-04", "basis": ["《中华人民共和国行政处罚法》第二十六条"],
    },
}
