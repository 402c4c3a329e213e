"""Addresses of the code of a visit, its ratings, and the ledger of frequency. Sorted."""
from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import bias_views, frequency_views, overlap_views, visit_code_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("bias/", bias_views.report, name="bias"),
    path("bias/rows/", bias_views.rows, name="bias_rows"),
    path("files/<str:no>/code.svg", visit_code_views.picture, name="visit_code_picture"),
    path("files/<str:no>/code/", visit_code_views.code, name="visit_code"),
    path("frequency/", frequency_views.listing, name="frequency"),
    path("frequency/firm/", frequency_views.firm, name="frequency_firm"),
    path("overlaps/", overlap_views.listing, name="overlaps"),
    path("overlaps/refuse/", overlap_views.put_aside, name="overlap_refuse"),
    path("visits/ratings/", visit_code_views.ratings, name="visit_ratings"),
]
