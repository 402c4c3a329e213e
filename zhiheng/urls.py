"""Where each part of the site answers."""
from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

# First match wins; the public site stands apart from the desks under its own prefix.
PARTS = (
    ("p/", "zhiheng.public.urls"),
    ("", "zhiheng.web.urls"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path(prefix, include(module)) for prefix, module in PARTS if find_spec(module)
]

# Error pages belong to the desks' own look.
if find_spec("zhiheng.web.errors"):
    handler400 = "zhiheng.web.errors.bad_request"
    handler403 = "zhiheng.web.errors.forbidden"
    handler404 = "zhiheng.web.errors.not_found"
    handler500 = "zhiheng.web.errors.broken"
