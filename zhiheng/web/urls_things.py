"""Addresses of kit, budget, activities and standardisation. Sorted."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import activity_views, ledger_file_views, money_views, things_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("activities/", activity_views.overview, name="activities"),
    path("activities/export/", activity_views.export, name="activities_export"),
    path("ledgers/<slug:ledger>/<int:pk>/files/<int:number>/", ledger_file_views.file, name="ledger_file"),
    path("ledgers/<slug:ledger>/<int:pk>/files/<int:number>/archive/", ledger_file_views.put_away, name="ledger_file_archive"),
    path("ledgers/<slug:ledger>/<int:pk>/files/add/", ledger_file_views.add, name="ledger_file_add"),
    path("money-apart/", money_views.overview, name="money_apart"),
    path("money-apart/export/", money_views.export, name="money_apart_export"),
    path("standardisation/", activity_views.standardisation, name="standardisation"),
    path("things/", things_views.overview, name="things"),
    path("things/<int:pk>/", things_views.thing, name="thing"),
    path("things/<int:pk>/do/<slug:what>/", things_views.deal, name="thing_do"),
    path("things/export/", things_views.export, name="things_export"),
    path("things/labels/", things_views.labels, name="thing_labels"),
]
