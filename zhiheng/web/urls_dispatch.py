"""Addresses of dispatch, campaigns and the calendar. Sorted."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import campaign_views, dispatch_views, holiday_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("calendar/", holiday_views.calendar, name="calendar"),
    path("calendar/<int:year>/", holiday_views.calendar_year, name="calendar_year"),
    path("campaigns/", campaign_views.listing, name="campaigns"),
    path("campaigns/export/", campaign_views.export, name="campaigns_export"),
    path("campaigns/<str:number>/", campaign_views.one, name="campaign"),
    path("campaigns/<str:number>/daily/", campaign_views.daily, name="campaign_daily"),
    path("campaigns/<str:number>/tasks/", campaign_views.tasks, name="campaign_tasks"),
    path("dispatch/", dispatch_views.dispatch, name="dispatch"),
    path("dispatch/fix/", dispatch_views.fix, name="dispatch_fix"),
    path("dispatch/report/", dispatch_views.report, name="dispatch_report"),
    path("dispatch/rows/", dispatch_views.rows, name="dispatch_rows"),
    path("dispatch/visits/", dispatch_views.visits, name="dispatch_visits"),
]
