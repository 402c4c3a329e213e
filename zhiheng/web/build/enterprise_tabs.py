"""Which tabs and figures the page of an enterprise has, in their order. Another part of the house adds an entry here."""
from __future__ import annotations

from zhiheng.web.build import credit, frequency
from zhiheng.web.build import enterprise_grade as graded
from zhiheng.web.build import enterprise_overview as overview
from zhiheng.web.build import enterprise_record as record
from zhiheng.web.build import enterprises as head
from zhiheng.web.build.enterprise_page import Badges, Bands, Buttons, FirmFigure, FirmTab, always

TABS: tuple[FirmTab, ...] = (
    FirmTab("", "概况", lambda p: str(len(p.history.rows)), overview.overview),
    FirmTab("risks", "风险与危险源", lambda p: record.held(p, record.RISKS), record.risks, lines=True),
    FirmTab("permits", "许可证照", lambda p: record.held(p, record.PERMITS), record.permits, lines=True),
    FirmTab("people", "人员", lambda p: record.held(p, record.PEOPLE) if p.reads_ledgers else "", record.people, lines=True),
    FirmTab("inspection", "检查", lambda p: len(p.history.visits) or None, overview.visits, also=("rectification",)),
    FirmTab("frequency", "检查频次", lambda p: "" if p.mine.roles - {"administrator"} else None, frequency.tab),
    FirmTab("hazards", "隐患", lambda p: overview.hazard_count(p), overview.hazards),
    FirmTab("cases", "案件", lambda p: len(p.history.cases) or None, overview.cases, also=("penalty_ordinary",)),
    FirmTab("grade", "分级", graded.count, graded.tab),
    FirmTab("credit", "信用", lambda p: credit.count(p) or "", credit.tab),
    FirmTab("reports", "举报", lambda p: len(p.history.reported) or None, overview.reported),
    FirmTab("help", "培训与帮扶", lambda p: record.held(p, record.HELP), record.helped, lines=True),
    FirmTab("files", "照片与资料", lambda p: p.kept, record.kept_files),
    FirmTab("ledgers", "登记资料", lambda p: sum(p.ledgers.values()) if p.reads_ledgers else None, record.ledgers, lines=True),
    FirmTab("register", "登记信息", always, record.registered),
    FirmTab("changes", "变更史", lambda p: p.changes, record.changed),
)
FIGURES: tuple[FirmFigure, ...] = (
    FirmFigure("本年检查", overview.visits_figure), FirmFigure("全部单位", overview.units_figure),
    FirmFigure("未闭环隐患", overview.hazards_figure), FirmFigure("在办案件", overview.cases_figure),
    FirmFigure("历次罚款", overview.fines_figure), FirmFigure("信用", overview.credit_figure),
    FirmFigure("标准化", overview.standard_figure),
)
BUTTONS: tuple[Buttons, ...] = (head.begin_button, graded.card_button, head.sheet_button, head.edit_button)
BADGES: tuple[Badges, ...] = (head.key_badge,)
BANDS: tuple[Bands, ...] = (head.gone_band, head.bare_band, head.double_band, head.industry_band)
"""What is said across the page, the weightiest first."""
