"""Addresses of the power list. Sorted."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import power_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("matters/", power_views.listing, name="matters"),
    path("matters/compare/", power_views.compare, name="matters_compare"),
    path("matters/coverage/", power_views.coverage, name="matters_coverage"),
    path("matters/export/", power_views.export, name="matters_export"),
    path("matters/faults/", power_views.faults, name="matters_faults"),
    path("matters/items/<str:item>/", power_views.show, name="matter"),
    path("matters/lapsed/", power_views.lapsed, name="matters_lapsed"),
    path("matters/new/", power_views.new, name="matters_new"),
    path("matters/proposed/", power_views.proposed, name="matters_proposed"),
    path("matters/publish/", power_views.publish, name="matters_publish"),
]
