"""Drafts that wait for my signature, and what I have signed: two declared lists."""

from __future__ import annotations

from zhiheng.web.build.approvals import DONE_LIST, WAITING_LIST
from zhiheng.web.listing_views import export_view, page_view

waiting, waiting_export = page_view(WAITING_LIST), export_view(WAITING_LIST)
done, done_export = page_view(DONE_LIST), export_view(DONE_LIST)
