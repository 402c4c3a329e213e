"""Addresses of the check items by industry and hazard. Sorted, but for the words that are no item."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import handbook_edit_views as edits
from zhiheng.web import handbook_views as views

urlpatterns: list[URLPattern | URLResolver] = [
    path("handbook/", views.handbook, name="handbook"),
    path("handbook/export/", views.export, name="handbook_export"),
    path("handbook/import/", edits.bring, name="handbook_import"),
    path("handbook/new/", edits.new, name="handbook_new"),
    path("handbook/versions/", edits.versions, name="handbook_versions"),
    path("handbook/versions/<int:number>/withdraw/", edits.withdraw, name="handbook_withdraw"),
    path("handbook/<str:code>/", views.item, name="handbook_item"),
    path("handbook/<str:code>/edit/", edits.edit, name="handbook_edit"),
    path("handbook/<str:code>/retire/", edits.retire, name="handbook_retire"),
]
