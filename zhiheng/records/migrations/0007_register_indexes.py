"""Grade and area together are the commonest question to the register; at 100,000 enterprises it walked them by name."""
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0006_registers_plans_draws'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='enterprise',
            index=models.Index(fields=['area', 'grade', 'name', 'id'], name='enterprise_area'),
        ),
    ]
