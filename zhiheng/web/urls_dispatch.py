"""Addresses of dispatch, campaigns and the calendar. Sorted."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import holiday_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("calendar/", holiday_views.calendar, name="calendar"),
    path("calendar/<int:year>/", holiday_views.calendar_year, name="calendar_year"),
]
