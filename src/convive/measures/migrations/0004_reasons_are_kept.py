"""Why a figure is left out is kept beside which one. What was decided before is decided anew, as after a change of the
threshold, so that no figure stays without a reason.
"""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("measures", "0003_earlier_versions_are_kept")]

    operations = [
        migrations.AddField(
            model_name="coverage",
            name="reasons",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.SmallIntegerField(), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="coverage",
            name="total_reason",
            field=models.SmallIntegerField(default=0),
        ),
    ]
