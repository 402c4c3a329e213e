"""公示管理: what is due or overdue, and what was published, withdrawn or refused: two declared lists."""

from __future__ import annotations

from zhiheng.web.build.publicity import DUE_LIST, RECORD_LIST
from zhiheng.web.listing_views import export_view, page_view

due, due_export = page_view(DUE_LIST), export_view(DUE_LIST)
records, records_export = page_view(RECORD_LIST), export_view(RECORD_LIST)
