"""Addresses of 分级分类. Sorted."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import grade_run_views as runs
from zhiheng.web import grade_views as views

urlpatterns: list[URLPattern | URLResolver] = [
    path("grades/", views.index, name="grades"),
    path("grades/due/", views.again, name="grades_due"),
    path("grades/firms/<int:pk>/", views.firm, name="grade_firm"),
    path("grades/firms/<int:pk>/card/", views.card, name="grade_firm_card"),
    path("grades/firms/<int:pk>/override/", views.override, name="grade_firm_override"),
    path("grades/firms/<int:pk>/recompute/", views.recompute, name="grade_firm_recompute"),
    path("grades/firms/<int:pk>/review/", views.review, name="grade_firm_review"),
    path("grades/overrides/<int:pk>/end/", views.end, name="grade_override_end"),
    path("grades/runs/<int:pk>/", runs.run, name="grade_run"),
    path("grades/runs/<int:pk>/confirm/", runs.confirm, name="grade_run_confirm"),
    path("grades/runs/<int:pk>/export/", runs.export, name="grade_run_export"),
    path("grades/runs/<int:pk>/rows/<int:row>/", runs.row, name="grade_run_row"),
    path("grades/runs/<int:pk>/withdraw/", runs.withdraw, name="grade_run_withdraw"),
    path("grades/runs/new/", runs.new, name="grade_run_new"),
]
