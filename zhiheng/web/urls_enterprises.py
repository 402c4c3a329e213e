"""Addresses of the register of enterprises: list, map, doubles, one enterprise. Words go before codes."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.web import enterprise_edit_views as edit
from zhiheng.web import enterprise_map_views as maps
from zhiheng.web import enterprise_merge_views as merge
from zhiheng.web import enterprise_views as views

urlpatterns: list[URLPattern | URLResolver] = [
    path("enterprises/", views.enterprises, name="enterprises"),
    path("enterprises/doubles/", merge.doubles, name="enterprise_doubles"),
    path("enterprises/doubles/<int:stays>/<int:goes>/", merge.compare, name="enterprise_compare"),
    path("enterprises/doubles/<int:stays>/<int:goes>/merge/", merge.join, name="enterprise_merge"),
    path("enterprises/doubles/<int:stays>/<int:goes>/distinct/", merge.distinct, name="enterprise_distinct"),
    path("enterprises/doubles/<int:goes>/split/", merge.split, name="enterprise_split"),
    path("enterprises/export/", views.export, name="enterprises_export"),
    path("enterprises/map/", maps.page, name="enterprise_map"),
    path("enterprises/map/points/", maps.points, name="enterprise_points"),
    path("enterprises/new/", edit.new, name="enterprise_new"),
    path("enterprises/<str:code>/", views.enterprise, name="enterprise"),
    path("enterprises/<str:code>/close/", edit.close, name="enterprise_close"),
    path("enterprises/<str:code>/edit/", edit.edit, name="enterprise_edit"),
    path("enterprises/<str:code>/files/<int:pk>/", views.file, name="enterprise_file"),
    path("enterprises/<str:code>/files/<int:pk>/archive/", views.archive_file, name="enterprise_file_archive"),
    path("enterprises/<str:code>/files/add/", views.add_file, name="enterprise_file_add"),
    path("enterprises/<str:code>/reopen/", edit.reopen, name="enterprise_reopen"),
]
