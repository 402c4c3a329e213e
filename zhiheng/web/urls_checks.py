"""Addresses of the statutory deadlines and gates. Sorted."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
