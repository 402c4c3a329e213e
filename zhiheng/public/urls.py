"""Addresses of the public site, below /p/. They stay: papers carry them in their square codes."""
from __future__ import annotations

from django.urls import path, re_path

from zhiheng.public import (
    credit,
    delegations,
    draw_check,
    draws,
    house,
    matters,
    statute,
    verify,
    views,
    visit,
)

app_name = "zp"
urlpatterns = [
    path("", views.listing, name="home"),
    path("penalties/", views.listing, {"kind": "penalty"}, name="penalties"),
    path("inspections/", views.listing, {"kind": "inspection"}, name="inspections"),
    path("credit/", credit.listing, name="credit"),
    path("credit.csv", credit.table, name="credit_csv"),
    path("penalties.csv", views.table, {"kind": "penalty"}, name="penalty_csv"),
    path("inspections.csv", views.table, {"kind": "inspection"}, name="inspection_csv"),
    path("records/<slug:slug>/", views.record, name="record"),
    path("verify/", verify.ask, name="ask"),
    path("verify/<str:code>/", verify.verify, name="verify"),
    path("papers/<str:code>/", verify.verify, name="paper"),
    path("about/", house.about, name="about"),
    path("about/<slug:procedure>.svg", house.flow, name="flow"),
    path("law/<str:law>/<str:article>/", statute.article, name="law"),
    path("matters/", matters.listing, name="matters"),
    path("matters.csv", matters.table, name="matters_csv"),
    path("matters.json", matters.data, name="matters_json"),
    path("matters.xlsx", matters.book, name="matters_book"),
    path("matters/<str:code>/", matters.matter, name="matter"),
    path("visit/", visit.visit, name="visit"),
    path("visit/check.html", visit.keep, name="visit_checker"),
    path("draws/", draws.listing, name="draws"),
    path("draws/check/", draw_check.check, name="draw_check"),
    path("draws/check.html", draw_check.keep, name="draw_checker"),
    path("draws/rules/", draw_check.rules, name="draw_rules"),
    path("draws/<slug:number>.json", draw_check.transcript, name="draw_transcript"),
    path("draws/<slug:number>/", draws.one, name="draw"),
    path("draws/<slug:number>/commitment.json", draws.commitment, name="draw_commitment"),
    path("delegations/", delegations.listing, name="delegations"),
    path("checkpoints/", house.checkpoints, name="checkpoints"),
    path("checkpoints/<slug:agency>/<int:number>.json", house.checkpoint, name="checkpoint"),
    path("checker.html", house.checker_page, name="checker"),
    re_path(r"^(?P<rest>.*)$", views.lost),
]
