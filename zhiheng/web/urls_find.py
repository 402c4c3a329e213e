"""Addresses of the everyday words by which acts are found. Sorted."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import words_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("words/", words_views.listing, name="words"),
    path("words/add/", words_views.add, name="words_add"),
    path("words/remove/", words_views.remove, name="words_remove"),
    path("words/versions/<int:number>/withdraw/", words_views.withdraw, name="words_withdraw"),
]
