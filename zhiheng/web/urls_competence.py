"""Addresses of 管辖协调 besides its declared list. Sorted."""
from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import competence_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("competence/board/", competence_views.board, name="competence_board"),
]
