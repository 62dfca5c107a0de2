import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="coverage",
            name="total_shown",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="coverage",
            name="left_out",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="coverage",
            name="threshold",
            field=models.PositiveIntegerField(null=True),
        ),
    ]
