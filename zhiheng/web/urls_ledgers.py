"""Addresses of the declared ledgers: one pattern serves them all; what they lack. Sorted."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import ledger_views, shortfall_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("ledgers/", ledger_views.index, name="ledgers"),
    path("ledgers/<slug:ledger>/", ledger_views.listing, name="ledger"),
    path("ledgers/<slug:ledger>/<int:pk>/", ledger_views.line, name="ledger_line"),
    path("ledgers/<slug:ledger>/<int:pk>/archive/", ledger_views.archive, name="ledger_archive"),
    path("ledgers/<slug:ledger>/<int:pk>/restore/", ledger_views.restore, name="ledger_restore"),
    path("ledgers/<slug:ledger>/export/", ledger_views.export, name="ledger_export"),
    path("ledgers/<slug:ledger>/new/", ledger_views.new, name="ledger_new"),
    path("shortfalls/", shortfall_views.shortfalls, name="shortfalls"),
    path("shortfalls/export/", shortfall_views.export, name="shortfalls_export"),
]
