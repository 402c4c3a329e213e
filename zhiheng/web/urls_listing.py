"""Addresses of what people keep of lists: columns and views. Sorted."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import kept_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("ledgers/<slug:listing>/views/", kept_views.views, name="ledger_views"),
    path("lists/<slug:listing>/columns/", kept_views.columns, name="list_columns"),
    path("lists/<slug:listing>/views/", kept_views.views, name="list_views"),
]
