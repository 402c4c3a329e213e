"""Addresses of agencies, mandates and conferred powers. Sorted."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import agency_views, conferral_views, mandate_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("agencies/", agency_views.listing, name="agencies"),
    path("agencies/new/", agency_views.new, name="agency_new"),
    path("agencies/<str:code>/", agency_views.agency, name="agency"),
    path("agencies/<str:code>/close/", agency_views.close, name="agency_close"),
    path("conferrals/", conferral_views.listing, name="conferrals"),
    path("conferrals/export/", conferral_views.export, name="conferrals_export"),
    path("conferrals/matrix/", conferral_views.matrix, name="conferral_matrix"),
    path("conferrals/matrix/export/", conferral_views.matrix_export, name="conferral_matrix_export"),
    path("mandates/", mandate_views.listing, name="mandates"),
    path("mandates/export/", mandate_views.export, name="mandates_export"),
    path("mandates/new/", mandate_views.new, name="mandate_new"),
    path("mandates/<int:pk>/", mandate_views.mandate, name="mandate"),
    path("mandates/<int:pk>/end/", mandate_views.end, name="mandate_end"),
]
