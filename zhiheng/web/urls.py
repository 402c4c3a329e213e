"""Every address of the desks. One list a theme; the first match wins."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver

from zhiheng.web import (
    gallery,
    urls_checks,
    urls_competence,
    urls_credit,
    urls_desk,
    urls_discretion,
    urls_dispatch,
    urls_draws,
    urls_enterprises,
    urls_file,
    urls_find,
    urls_grades,
    urls_handbook,
    urls_imports,
    urls_ledgers,
    urls_listing,
    urls_mandates,
    urls_people,
    urls_plan_schedule,
    urls_plans,
    urls_powers,
    urls_reading,
    urls_things,
    urls_visits,
)
from zhiheng.web.desk import open_to_all

urlpatterns: list[URLPattern | URLResolver] = [
    *urls_listing.urlpatterns,
    *urls_enterprises.urlpatterns,
    *urls_desk.urlpatterns,
    *urls_people.urlpatterns,
    *urls_things.urlpatterns,
    *urls_file.urlpatterns,
    *urls_visits.urlpatterns,
    *urls_reading.urlpatterns,
    *urls_discretion.urlpatterns,
    *urls_dispatch.urlpatterns,
    *urls_draws.urlpatterns,
    *urls_plan_schedule.urlpatterns,
    *urls_plans.urlpatterns,
    *urls_powers.urlpatterns,
    *urls_handbook.urlpatterns,
    *urls_checks.urlpatterns,
    *urls_competence.urlpatterns,
    *urls_credit.urlpatterns,
    *urls_find.urlpatterns,
    *urls_grades.urlpatterns,
    *urls_ledgers.urlpatterns,
    *urls_mandates.urlpatterns,
    *urls_imports.urlpatterns,
]

if settings.DEBUG:
    open_to_all(gallery.gallery)
    open_to_all(gallery.sheet)
    urlpatterns += gallery.urlpatterns
