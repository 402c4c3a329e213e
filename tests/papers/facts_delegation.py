"""What the papers of a delegation say in the story."""
from __future__ import annotations

from typing import Any

from zhiheng.law.procedures.delegation_facts import DUTIES, LIABILITY

FACTS: dict[str, dict[str, Any]] = {
    "entrustment_letter": {
        "principal": "云岭区应急管理局", "agent": "云岭区城关镇人民政府", "basis": ["所在省安全生产条例第五十条（示例）"],
        "matters": ["CF-008 对未按规定设安全管理机构、配备安全管理人员或注册安全工程师的处罚", "CF-011 对未如实记录安全教育培训情况的处罚"],
        "inspection": True, "kinds": ["警告", "通报批评", "罚款"], "powers": "低于 \u00a530,000.00（人民币叁万元整，不含本数）",
        "areas": ["城关镇"], "period_start": "2026-03-02", "period_end": "2028-12-31", "supervision": DUTIES, "liability": LIABILITY,
        "replaces": "（云）应急委〔2024〕1号", "grantor_signer": "高峰", "grantee_signer": "何海",
    },
    "entrustment_end_notice": {
        "addressee": "云岭区城关镇人民政府", "letter_no": "（云）应急委〔2026〕1号", "period_start": "2026-03-02", "period_end": "2028-12-31",
        "ended_on": "2026-12-01", "reason": "委托机关收回", "explanation": "省级决定将该事项交由城关镇行使，不再需要委托。",
        "files": ["YLCG-2026-00007 某公司未按规定培训案"], "handover": "上述案卷自终止之日起移交我局执法大队继续办理。",
    },
}
