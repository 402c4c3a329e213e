"""Addresses of the annual plan; its schedule has a list of its own. Sorted."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import plan_approval_views, plan_firm_views, plan_text_views, plan_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("plans/", plan_views.listing, name="plans"),
    path("plans/begin/", plan_views.begin, name="plans_begin"),
    path("plans/<int:year>/", plan_views.days, name="plan"),
    path("plans/<int:year>/approval/", plan_approval_views.approval, name="plan_approval"),
    path("plans/<int:year>/compare/", plan_approval_views.compare, name="plan_compare"),
    path("plans/<int:year>/do/<slug:what>/", plan_views.do, name="plan_do"),
    path("plans/<int:year>/document.pdf", plan_text_views.pdf, name="plan_document"),
    path("plans/<int:year>/firms/", plan_firm_views.firms, name="plan_firms"),
    path("plans/<int:year>/page.png", plan_text_views.picture, name="plan_picture"),
    path("plans/<int:year>/scenario/", plan_views.scenario, name="plan_scenario"),
    path("plans/<int:year>/send/<slug:act>/", plan_approval_views.send, name="plan_send"),
    path("plans/<int:year>/text/", plan_text_views.text, name="plan_text"),
]
