"""Addresses of the desk: login, workbench, lists, enterprises, people, house."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import auth_views, home_views, list_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home_views.home, name="home"),
    path("health/", auth_views.health, name="health"),
    path("identity/", auth_views.switch_post, name="identity"),
    path("inspections/", list_views.inspections, name="inspections"),
    path("inspections/export/", list_views.inspections_export, name="inspections_export"),
    path("login/", auth_views.login, name="login"),
    path("logout/", auth_views.logout, name="logout"),
    path("me/", auth_views.account, name="me"),
    path("me/password/", auth_views.change_password, name="me_password"),
    path("me/pin/", auth_views.change_pin, name="me_pin"),
    path("penalties/", list_views.penalties, name="penalties"),
    path("penalties/export/", list_views.penalties_export, name="penalties_export"),
    path("rectifications/", list_views.rectifications, name="rectifications"),
    path("rectifications/export/", list_views.rectifications_export, name="rectifications_export"),
    path("size/", auth_views.change_size, name="size"),
]
