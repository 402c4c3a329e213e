"""A campaign: its programme with the frozen list, and the summary with the figures as they were fixed."""
from __future__ import annotations

from typing import Any

FACTS: dict[str, dict[str, Any]] = {
    "campaign_programme": {
        "title": "粉尘涉爆专项执法行动", "reason": "近三个月全省发生两起除尘系统爆燃事故，本区涉粉企业尚未逐家核查控爆措施。",
        "ordered": "省应急管理厅部署", "basis": "应急厅函〔2026〕88号", "period": "2026年10月15日至2026年12月15日",
        "scope_words": "专项监管类别为「粉尘涉爆」", "firms": 5, "area_words": "平山园区 3 家，城关镇 2 家",
        "checks": ["除尘系统是否设置泄爆、隔爆、抑爆等控爆措施", "粉尘清扫制度是否落实", "作业人员是否经粉尘防爆专项培训"],
        "division": "执法大队检查平山园区的企业。\n城关镇检查本镇的企业。", "cap_words": "本次检查由上级部署，不计入同一企业年度检查频次",
        "approved_by": "云岭区人民政府", "approval_no": "云政办函〔2026〕41号", "approved_on": "2026-10-12", "scope": "9f2c" * 16,
        "names": ["鑫达木业有限公司", "云岭家具制造有限公司", "华鼎铸造有限公司", "平山面粉厂", "城关五金厂"]},
    "campaign_summary": {
        "title": "粉尘涉爆专项执法行动", "to": "云岭区人民政府、省应急管理厅", "until": "2026-12-15", "firms": 64, "tasks": 64, "visited": 62,
        "adjusted": 2, "findings": 133, "majors": 12, "closed": 118, "cases": 6,
        "units": [{"unit": "执法大队", "tasks": 40, "visited": 39, "findings": 90, "majors": 9, "closed": 80, "cases": 5},
                  {"unit": "城关镇", "tasks": 24, "visited": 23, "findings": 43, "majors": 3, "closed": 38, "cases": 1}],
        "text": "范围内企业 64 家，已检查 62 家，2 家停产拆除。\n"
                "发现的重大隐患 12 项均已采取现场处理措施，11 项完成整改复查。\n"
                "下一步对尚未闭环的 15 项逐项督办。"},
}
