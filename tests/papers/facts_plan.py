"""The annual plan: reported upward, summed up."""
from __future__ import annotations

from typing import Any

TITLE = "云岭区应急管理局2026年度安全生产监督检查计划"
FACTS: dict[str, dict[str, Any]] = {
    "plan_filing_report": {
        "filed_to": "市应急管理局", "title": TITLE, "approved_by": "云岭区人民政府", "approval_no": "云政函〔2026〕3号",
        "approved_on": "2026-01-20", "filed_on": "2026-01-28", "content": "9f2c" * 16},
    "plan_summary": {"title": TITLE, "until": "2026-06-30", "planned": 140, "done": 86,
                     "text": "上半年完成全年计划的61.43%，达到60%的进度要求。\n重点单位72家已检查45家，其余安排在下半年。"},
}
