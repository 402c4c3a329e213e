"""Addresses of people: the list, the rates, one person, one's own page. Fixed words before accounts."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import handover_views, listing_views, people_views, people_writes
from zhiheng.web.build.people_list import PEOPLE_LIST

urlpatterns: list[URLPattern | URLResolver] = [
    path("me/interests/", people_writes.declare_interest, name="me_interest"),
    path("me/record/", people_views.own_page, name="me_record"),
    path("me/sheet/", people_writes.own_sheet, name="me_sheet"),
    path("officers/", people_views.officers, name="officers"),
    path("officers/export/", listing_views.export_view(PEOPLE_LIST), name="officers_export"),
    path("officers/new/", people_writes.new_officer, name="officer_new"),
    path("officers/rates/", people_views.team_rates, name="officer_rates"),
    path("officers/rates/<slug:rate>/", people_views.team_rate, name="officer_rate"),
    path("officers/<str:username>/", people_views.officer, name="officer"),
    path("officers/<str:username>/certificates/", people_writes.add_certificate, name="officer_certificate"),
    path("officers/<str:username>/edit/", people_writes.edit_officer, name="officer_edit"),
    path("officers/<str:username>/handover/", handover_views.handover, name="officer_handover"),
    path("officers/<str:username>/leave/", people_writes.leave, name="officer_leave"),
    path("officers/<str:username>/password/", people_writes.give_password, name="officer_password"),
    path("officers/<str:username>/posts/", people_writes.add_post, name="officer_post"),
    path("officers/<str:username>/posts/end/", people_writes.end_post, name="officer_post_end"),
    path("officers/<str:username>/return/", people_writes.come_back, name="officer_return"),
    path("officers/<str:username>/sheet/", people_views.sheet, name="officer_sheet"),
    path("officers/<str:username>/sheet/pdf/", people_views.sheet_pdf, name="officer_sheet_pdf"),
    path("officers/<str:username>/sheet/answer/", people_writes.answer_sheet, name="officer_sheet_answer"),
    path("officers/<str:username>/sheet/confirm/", people_writes.confirm_sheet, name="officer_sheet_confirm"),
    path("officers/<str:username>/sheet/draw/", people_writes.draw_sheet, name="officer_sheet_draw"),
    path("officers/<str:username>/suspend/", people_writes.suspend_certificate, name="officer_suspend"),
    path("officers/<str:username>/unlock/", people_writes.unlock, name="officer_unlock"),
]
