"""What a person keeps of a declared list, whichever it is: the columns chosen, views under names."""
from __future__ import annotations

from typing import Any

from zhiheng.registers.catalogue import ledgers
from zhiheng.web import ledger_views, list_views
from zhiheng.web.archive_views import ARCHIVE_LIST
from zhiheng.web.build.approvals import DONE_LIST, WAITING_LIST
from zhiheng.web.build.campaigns import CAMPAIGN_LIST
from zhiheng.web.build.credit import CREDIT_LIST
from zhiheng.web.build.enterprise_list import ENTERPRISE_LIST
from zhiheng.web.build.intermediaries import INTERMEDIARY_LIST
from zhiheng.web.build.messages import MESSAGE_LIST
from zhiheng.web.build.people_list import PEOPLE_LIST
from zhiheng.web.build.plan_schedule_list import PLAN_VISITS
from zhiheng.web.build.publicity import DUE_LIST, RECORD_LIST
from zhiheng.web.listing import Listing
from zhiheng.web.listing_views import keeping

LISTINGS: dict[str, Listing[Any, Any]] = {
    spec.id: spec for spec in (ARCHIVE_LIST, CAMPAIGN_LIST, ENTERPRISE_LIST, CREDIT_LIST, INTERMEDIARY_LIST, PEOPLE_LIST, PLAN_VISITS,
                                WAITING_LIST, DONE_LIST, MESSAGE_LIST, DUE_LIST, RECORD_LIST,
                                *list_views.LISTINGS.values())}
"""Declared lists by id; a new one is named here. Ledgers are found by themselves."""


def listing_of(name: str) -> Listing[Any, Any] | None:
    """The declared list of this id."""
    return LISTINGS.get(name) or (ledger_views.listing_of(name) if name in ledgers() else None)


columns, views = keeping(listing_of)
