"""Addresses of imports. Sorted."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import import_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("imports/<slug:ledger>/new/", import_views.begin, name="import_new"),
    path("imports/runs/<int:pk>/", import_views.look, name="import_run"),
    path("imports/runs/<int:pk>/cancel/", import_views.cancel, name="import_cancel"),
    path("imports/runs/<int:pk>/confirm/", import_views.confirm, name="import_confirm"),
    path("imports/runs/<int:pk>/errors/", import_views.errors, name="import_errors"),
    path("imports/runs/<int:pk>/write/", import_views.write, name="import_write"),
]
