"""Addresses of one file: its page, acts, drafts, papers, evidence."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import act_views, evidence_views, file_views, new_views, paper_views, sign_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("capital/", act_views.capital_form, name="capital"),
    path("files/<str:no>/", file_views.file, name="file"),
    path("files/<str:no>/acts/<slug:act>/", act_views.form, name="act_form"),
    path("files/<str:no>/acts/<slug:act>/check/", act_views.check, name="act_check"),
    path("files/<str:no>/acts/<slug:act>/discard/", act_views.discard, name="act_discard"),
    path("files/<str:no>/acts/<slug:act>/draft/", act_views.save, name="act_save"),
    path("files/<str:no>/acts/<slug:act>/preview/", act_views.preview, name="act_preview"),
    path("files/<str:no>/all/", file_views.whole, name="file_all"),
    path("files/<str:no>/archive/", file_views.archive, name="archive_download"),
    path("files/<str:no>/drafts/<int:seq>/", sign_views.draft, name="draft_page"),
    path("files/<str:no>/evidence/", evidence_views.add, name="evidence_add"),
    path("files/<str:no>/evidence/<str:key>/", evidence_views.show, name="evidence"),
    path("files/<str:no>/evidence/<str:key>/content/", evidence_views.content, name="evidence_content"),
    path("files/<str:no>/release/<slug:act>/<str:gate>/", sign_views.release_gate, name="release"),
    path("inspections/new/", new_views.inspection, name="new_inspection"),
    path("new/<slug:procedure>/<slug:act>/", new_views.form, name="new_file"),
    path("new/<slug:procedure>/<slug:act>/check/", new_views.check, name="new_check"),
    path("new/<slug:procedure>/<slug:act>/draft/", new_views.save, name="new_save"),
    path("new/<slug:procedure>/<slug:act>/preview/", new_views.preview, name="new_preview"),
    path("papers/<int:pk>/", paper_views.paper, name="paper"),
    path("papers/<int:pk>.pdf", paper_views.pdf, name="paper_pdf"),
    path("papers/<int:pk>/pages/<int:number>.png", paper_views.picture, name="paper_page"),
]
