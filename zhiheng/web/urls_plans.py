"""Addresses of the annual plan; its schedule has a list of its own. Sorted."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import plan_firm_views, plan_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("plans/", plan_views.listing, name="plans"),
    path("plans/begin/", plan_views.begin, name="plans_begin"),
    path("plans/<int:year>/", plan_views.days, name="plan"),
    path("plans/<int:year>/do/<slug:what>/", plan_views.do, name="plan_do"),
    path("plans/<int:year>/firms/", plan_firm_views.firms, name="plan_firms"),
]
