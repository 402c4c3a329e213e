"""Addresses of dispatch, campaigns and the calendar. Sorted."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import dispatch_views, holiday_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("calendar/", holiday_views.calendar, name="calendar"),
    path("calendar/<int:year>/", holiday_views.calendar_year, name="calendar_year"),
    path("dispatch/", dispatch_views.dispatch, name="dispatch"),
    path("dispatch/fix/", dispatch_views.fix, name="dispatch_fix"),
    path("dispatch/report/", dispatch_views.report, name="dispatch_report"),
    path("dispatch/rows/", dispatch_views.rows, name="dispatch_rows"),
    path("dispatch/visits/", dispatch_views.visits, name="dispatch_visits"),
]
