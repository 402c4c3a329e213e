"""Triggers that refuse UPDATE and DELETE on events."""
from django.db import migrations

from zhiheng.records.protect import arm, disarm


def forwards(apps, schema_editor):  # type: ignore[no-untyped-def]
    arm(schema_editor.connection)


def backwards(apps, schema_editor):  # type: ignore[no-untyped-def]
    disarm(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
