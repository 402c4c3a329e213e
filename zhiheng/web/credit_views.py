"""信用管理: the page and its spreadsheet."""

from __future__ import annotations

from zhiheng.web.build.credit import CREDIT_LIST
from zhiheng.web.listing_views import export_view, page_view

credit, export = page_view(CREDIT_LIST), export_view(CREDIT_LIST)
