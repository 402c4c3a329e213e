"""Addresses of the law library and the words of an article. Fixed words stand before titles of laws."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import law_import_views, law_index_views, law_source_views, law_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("law/", law_index_views.index, name="law_index"),
    path("law/import/", law_import_views.bring, name="law_import"),
    path("law/search/", law_index_views.words, name="law_search"),
    path("law/sources/", law_source_views.sources, name="law_sources"),
    path("law/<str:law>/", law_index_views.one_law, name="law_page"),
    path("law/<path:law>/<str:article>/", law_views.article, name="law_article"),
]
