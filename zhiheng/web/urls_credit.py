"""Addresses of credit and of intermediaries. Sorted."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import credit_views, intermediary_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("credit/", credit_views.credit, name="credit"),
    path("credit/export/", credit_views.export, name="credit_export"),
    path("intermediaries/", intermediary_views.intermediaries, name="intermediaries"),
    path("intermediaries/<int:pk>/", intermediary_views.intermediary, name="intermediary"),
    path("intermediaries/<int:pk>/enrol/", intermediary_views.enrol, name="intermediary_enrol"),
    path("intermediaries/export/", intermediary_views.export, name="intermediaries_export"),
    path("intermediaries/reports/<int:pk>/lead/", intermediary_views.lead, name="intermediary_lead"),
]
