"""Every address of the desks. One list a theme; the first match wins."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver

from zhiheng.web import gallery, urls_desk, urls_file
from zhiheng.web.desk import open_to_all

urlpatterns: list[URLPattern | URLResolver] = [*urls_desk.urlpatterns, *urls_file.urlpatterns]

if settings.DEBUG:
    open_to_all(gallery.gallery)
    open_to_all(gallery.sheet)
    urlpatterns += gallery.urlpatterns
