"""Addresses of the statutory deadlines and gates. Sorted."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import check_views, figure_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("figures/", figure_views.figures, name="figures"),
    path("figures/set/", figure_views.set_figure, name="figures_set"),
    path("gates/", check_views.gates, name="gates"),
    path("gates/<slug:check>/", check_views.gate, name="gate"),
    path("terms/", check_views.term_list, name="terms"),
    path("terms/<slug:term>/", check_views.term, name="term"),
]
