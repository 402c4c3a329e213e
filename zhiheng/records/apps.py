"""The app of the record."""
from __future__ import annotations

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "zhiheng.records"
    label = "records"
    verbose_name = "案卷记录"
    default_auto_field = "django.db.models.BigAutoField"
