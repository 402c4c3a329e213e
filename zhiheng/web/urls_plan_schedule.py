"""Addresses of the schedule of an annual plan. Sorted."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import plan_schedule_views as views

urlpatterns: list[URLPattern | URLResolver] = [
    path("plans/<int:year>/schedule/", views.calendar, name="plan_schedule"),
    path("plans/<int:year>/schedule/<int:pk>/", views.move, name="plan_schedule_move"),
    path("plans/<int:year>/schedule/<int:pk>/merge/<int:other>/", views.merge, name="plan_schedule_join"),
    path("plans/<int:year>/schedule/cancel/", views.cancel, name="plan_schedule_cancel"),
    path("plans/<int:year>/schedule/map/", views.chart, name="plan_schedule_map"),
    path("plans/<int:year>/schedule/map/points/", views.points, name="plan_schedule_points"),
    path("plans/<int:year>/schedule/merge/", views.merging, name="plan_schedule_merge"),
    path("plans/<int:year>/schedule/people/", views.people, name="plan_schedule_people"),
    path("plans/<int:year>/schedule/run/", views.run, name="plan_schedule_run"),
    path("plans/<int:year>/schedule/towns/", views.towns, name="plan_schedule_towns"),
    path("plans/visits/", views.visits, name="plan_visits"),
    path("plans/visits/export/", views.visits_export, name="plan_visits_export"),
]
