"""Short constructors for the laws cited most. Every number was compared with the statute text."""
from __future__ import annotations

from collections.abc import Callable

from zhiheng.kernel.article import Article


def law(title: str) -> Callable[..., Article]:
    """A constructor ``cite(article, paragraph=None, item=None)`` for one law; article may be int or "134-1"."""
    def cite(article: int | str = "", paragraph: int | None = None, item: int | None = None) -> Article:
        return Article(title, str(article), paragraph, item)
    return cite


penalty_law = law("行政处罚法")
safety_law = law("安全生产法")
civil_procedure = law("民事诉讼法")
coercion_law = law("行政强制法")
review_law = law("行政复议法")
litigation_law = law("行政诉讼法")
transfer_rules = law("行政执法机关移送涉嫌犯罪案件的规定")
fine_separation = law("罚款决定与罚款收缴分离实施办法")
archive_law = law("档案法")
disclosure_rules = law("政府信息公开条例")
# Order 12 of the ministry: read in part only, so a gate resting on it alone is never void.
discretion_rules = law("应急管理行政裁量权基准暂行规定")
# Order 18 replaced the rules of 2015 on 2026-02-01; both bear one title, so the number is said with it.
penalty_rules_2026 = law("安全生产违法行为行政处罚办法")
