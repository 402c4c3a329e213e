"""Addresses of credit and of intermediaries. Sorted."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import credit_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("credit/", credit_views.credit, name="credit"),
    path("credit/export/", credit_views.export, name="credit_export"),
]
