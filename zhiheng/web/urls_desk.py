"""Addresses of the desk: login, workbench, lists, enterprises, people, house."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import auth_views, home_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home_views.home, name="home"),
    path("health/", auth_views.health, name="health"),
    path("identity/", auth_views.switch_post, name="identity"),
    path("login/", auth_views.login, name="login"),
    path("logout/", auth_views.logout, name="logout"),
    path("me/", auth_views.account, name="me"),
    path("me/password/", auth_views.change_password, name="me_password"),
    path("me/pin/", auth_views.change_pin, name="me_pin"),
    path("size/", auth_views.change_size, name="size"),
]
