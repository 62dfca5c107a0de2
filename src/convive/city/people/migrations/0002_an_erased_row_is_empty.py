from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="participant", name="participant_erased_is_empty"),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(
                    birth_year__isnull=True,
                    email="",
                    gender="",
                    gender_wish="",
                    goals=[],
                    interests=[],
                    life_stage="",
                    name="",
                    needs=[],
                    phone="",
                    place_x__isnull=True,
                    place_y__isnull=True,
                    user__isnull=True,
                ),
                name="participant_erased_is_empty",
            ),
        ),
    ]
