"""Addresses of benchmarks and like cases. Sorted."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import benchmark_views, like_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("benchmarks/", benchmark_views.page, name="benchmarks"),
    path("benchmarks/<int:number>/withdraw/", benchmark_views.withdraw, name="benchmark_withdraw"),
    path("benchmarks/export/", benchmark_views.export, name="benchmark_export"),
    path("benchmarks/import/", benchmark_views.bring, name="benchmark_import"),
    path("benchmarks/import/errors/", benchmark_views.errors, name="benchmark_errors"),
    path("benchmarks/publish/", benchmark_views.publish, name="benchmark_publish"),
    path("like-cases/", like_views.like, name="like_cases"),
]
