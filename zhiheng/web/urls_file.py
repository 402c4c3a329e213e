"""Addresses of one file: its page, acts, drafts, papers, evidence, and the law beside it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
