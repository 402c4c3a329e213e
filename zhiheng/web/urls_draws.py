"""Addresses of the draws. Sorted."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import draw_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("draws/", draw_views.listing, name="draws"),
    path("draws/<str:number>/", draw_views.one, name="draw"),
    path("draws/<str:number>/do/<slug:what>/", draw_views.do, name="draw_do"),
    path("draws/<str:number>/transcript.json", draw_views.transcript, name="draw_transcript"),
]
