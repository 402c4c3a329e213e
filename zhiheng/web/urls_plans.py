"""Addresses of the annual plan; its schedule has a list of its own. Sorted."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import plan_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("plans/", plan_views.listing, name="plans"),
]
