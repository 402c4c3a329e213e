"""Addresses of the desk: login, workbench, lists, enterprises, people, house. Sorted."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import (
    approval_views,
    archive_views,
    auth_views,
    home_views,
    list_views,
    measure_views,
    message_views,
    publicity_views,
    search_views,
    status_views,
)
from zhiheng.web.build.lists import LISTS

urlpatterns: list[URLPattern | URLResolver] = [
    *(path(f"{spec.name}/", list_views.VIEWS[spec.procedure][0], name=spec.name) for spec in LISTS.values()),
    *(path(f"{spec.name}/export/", list_views.VIEWS[spec.procedure][1], name=f"{spec.name}_export")
      for spec in LISTS.values()),
    path("", home_views.home, name="home"),
    path("approvals/", approval_views.waiting, name="approvals"),
    path("approvals/export/", approval_views.waiting_export, name="approvals_export"),
    path("approvals/done/", approval_views.done, name="approvals_done"),
    path("approvals/done/export/", approval_views.done_export, name="approvals_done_export"),
    path("archives/", archive_views.archives, name="archives"),
    path("archives/export/", archive_views.export, name="archives_export"),
    path("health/", auth_views.health, name="health"),
    path("identity/", auth_views.switch_post, name="identity"),
    path("login/", auth_views.login, name="login"),
    path("logout/", auth_views.logout, name="logout"),
    path("me/", auth_views.account, name="me"),
    path("me/password/", auth_views.change_password, name="me_password"),
    path("me/pin/", auth_views.change_pin, name="me_pin"),
    path("measures/", measure_views.measures, name="measures"),
    path("measures/<str:name>/", measure_views.rows, name="measure"),
    path("measures/<str:name>/rows/", measure_views.rows, name="measure_rows"),
    path("messages/", message_views.messages, name="messages"),
    path("messages/export/", message_views.export, name="messages_export"),
    path("messages/<int:pk>/", message_views.message, name="message"),
    path("messages/read/", message_views.read_all, name="messages_read"),
    path("publicity/", publicity_views.due, name="publicity"),
    path("publicity/export/", publicity_views.due_export, name="publicity_export"),
    path("publicity/records/", publicity_views.records, name="publicity_records"),
    path("publicity/records/export/", publicity_views.records_export, name="publicity_records_export"),
    path("search/", search_views.search, name="search"),
    path("size/", auth_views.change_size, name="size"),
    path("status/", status_views.status, name="status"),
    path("status/check/", status_views.check, name="status_check"),
]
