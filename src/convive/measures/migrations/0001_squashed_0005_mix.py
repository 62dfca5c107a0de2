import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import convive.core.migrating


class Migration(migrations.Migration):
    replaces = [
        ("measures", "0001_initial"),
        ("measures", "0002_decisions_are_kept"),
        ("measures", "0003_earlier_versions_are_kept"),
        ("measures", "0004_reasons_are_kept"),
        ("measures", "0005_mix"),
    ]

    initial = True

    dependencies = [
        ("core", "0003_every_act_says_why"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AreaSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, verbose_name="code")),
                ("year", models.PositiveSmallIntegerField(verbose_name="edition: the year of the borders")),
                ("names", models.JSONField(verbose_name="name in each language")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="valid until, that day included"),
                ),
                ("source", models.CharField(blank=True, max_length=400, verbose_name="source")),
                (
                    "source_url",
                    models.URLField(blank=True, max_length=500, verbose_name="address of the source"),
                ),
                ("licence", models.CharField(blank=True, max_length=200, verbose_name="licence")),
                ("has_geometry", models.BooleanField(default=False, verbose_name="has a map")),
                ("view_box", models.CharField(blank=True, max_length=60)),
                ("outline", models.JSONField(blank=True, default=list)),
                (
                    "city",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.city",
                    ),
                ),
                (
                    "places",
                    models.CharField(
                        choices=[("homes", "areas where people live"), ("schools", "schools")],
                        default="homes",
                        max_length=10,
                        verbose_name="what the places are",
                    ),
                ),
            ],
            options={
                "verbose_name": "area set",
                "verbose_name_plural": "area sets",
                "ordering": ["code", "-year"],
                "constraints": [
                    models.UniqueConstraint(fields=("city", "code", "year"), name="area_set_once_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="area_set_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("places__in", ["homes", "schools"])),
                        name="area_set_places_are_known",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="added_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "measures_areasetevent" ("city_id", "code", "has_geometry", "id", "licence", "names", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "source", "source_url", "valid_from", "valid_until", "view_box", "year") VALUES (NEW."city_id", NEW."code", NEW."has_geometry", NEW."id", NEW."licence", NEW."names", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'added\', NEW."id", NEW."places", NEW."source", NEW."source_url", NEW."valid_from", NEW."valid_until", NEW."view_box", NEW."year"); RETURN NULL;',
                            hash="f4f1a420fd84a9c3c2fef8c3f4d611cf875df8a4",
                            operation="INSERT",
                            pgid="pgtrigger_added_insert_b61a5",
                            table="measures_areaset",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."city_id" IS DISTINCT FROM (NEW."city_id") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."has_geometry" IS DISTINCT FROM (NEW."has_geometry") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."licence" IS DISTINCT FROM (NEW."licence") OR OLD."names" IS DISTINCT FROM (NEW."names") OR OLD."places" IS DISTINCT FROM (NEW."places") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."source_url" IS DISTINCT FROM (NEW."source_url") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_until" IS DISTINCT FROM (NEW."valid_until") OR OLD."view_box" IS DISTINCT FROM (NEW."view_box") OR OLD."year" IS DISTINCT FROM (NEW."year"))',
                            func='INSERT INTO "measures_areasetevent" ("city_id", "code", "has_geometry", "id", "licence", "names", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "source", "source_url", "valid_from", "valid_until", "view_box", "year") VALUES (NEW."city_id", NEW."code", NEW."has_geometry", NEW."id", NEW."licence", NEW."names", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', NEW."id", NEW."places", NEW."source", NEW."source_url", NEW."valid_from", NEW."valid_until", NEW."view_box", NEW."year"); RETURN NULL;',
                            hash="7fc0381b1102b122616f24f125e471cbc2e8efc0",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_4d623",
                            table="measures_areaset",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="deleted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "measures_areasetevent" ("city_id", "code", "has_geometry", "id", "licence", "names", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "source", "source_url", "valid_from", "valid_until", "view_box", "year") VALUES (OLD."city_id", OLD."code", OLD."has_geometry", OLD."id", OLD."licence", OLD."names", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', OLD."id", OLD."places", OLD."source", OLD."source_url", OLD."valid_from", OLD."valid_until", OLD."view_box", OLD."year"); RETURN NULL;',
                            hash="de2d884e8cc13ae79daf09e28d8587337a54a0ae",
                            operation="DELETE",
                            pgid="pgtrigger_deleted_delete_7b341",
                            table="measures_areaset",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dimension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, verbose_name="code")),
                ("names", models.JSONField(verbose_name="name in each language")),
                (
                    "partition",
                    models.BooleanField(default=True, verbose_name="the groups add up to everybody"),
                ),
                (
                    "city",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.city",
                    ),
                ),
            ],
            options={
                "verbose_name": "dimension",
                "verbose_name_plural": "dimensions",
                "ordering": ["code"],
                "constraints": [
                    models.UniqueConstraint(fields=("city", "code"), name="dimension_once_a_city")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="added_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "measures_dimensionevent" ("city_id", "code", "id", "names", "partition", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."city_id", NEW."code", NEW."id", NEW."names", NEW."partition", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'added\', NEW."id"); RETURN NULL;',
                            hash="ed3c064248fdb903ca6f6983ee281d5b0129650a",
                            operation="INSERT",
                            pgid="pgtrigger_added_insert_c6e27",
                            table="measures_dimension",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "measures_dimensionevent" ("city_id", "code", "id", "names", "partition", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."city_id", NEW."code", NEW."id", NEW."names", NEW."partition", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', NEW."id"); RETURN NULL;',
                            hash="1e02d00823165e932724d61aff1b35050db21e2c",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_99c60",
                            table="measures_dimension",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="deleted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "measures_dimensionevent" ("city_id", "code", "id", "names", "partition", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."city_id", OLD."code", OLD."id", OLD."names", OLD."partition", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', OLD."id"); RETURN NULL;',
                            hash="f574674908293870d631dad203549362e0c035ea",
                            operation="DELETE",
                            pgid="pgtrigger_deleted_delete_fc733",
                            table="measures_dimension",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Import",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("recipe_name", models.CharField(max_length=200, verbose_name="recipe")),
                ("recipe_text", models.TextField(verbose_name="text of the recipe")),
                ("files", models.JSONField(default=list)),
                ("rows_read", models.PositiveIntegerField(default=0, verbose_name="rows read")),
                ("rows_used", models.PositiveIntegerField(default=0, verbose_name="rows used")),
                (
                    "rows_unusable",
                    models.PositiveIntegerField(default=0, verbose_name="rows that could not be used"),
                ),
                (
                    "skip_unusable",
                    models.BooleanField(default=False, verbose_name="leave out rows that cannot be used"),
                ),
                ("report", models.JSONField(default=dict)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planning", "being read"),
                            ("planned", "read, waiting for your yes"),
                            ("refused", "refused"),
                            ("writing", "being written"),
                            ("written", "written"),
                            ("discarded", "put away"),
                            ("failed", "failed"),
                        ],
                        default="planning",
                        max_length=10,
                    ),
                ),
                ("progress", models.PositiveSmallIntegerField(default=0)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "city",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.city",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=40, verbose_name="why")),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["city", "-at"], name="measures_im_city_id_f98470_idx")],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="added_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "measures_importevent" ("at", "by_id", "city_id", "files", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipe_name", "recipe_text", "rows_read", "rows_unusable", "rows_used", "skip_unusable", "status", "why") VALUES (NEW."at", NEW."by_id", NEW."city_id", NEW."files", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'added\', NEW."id", NEW."recipe_name", NEW."recipe_text", NEW."rows_read", NEW."rows_unusable", NEW."rows_used", NEW."skip_unusable", NEW."status", NEW."why"); RETURN NULL;',
                            hash="f2ddb72774fa66a85d96451c617f0797732692cf",
                            operation="INSERT",
                            pgid="pgtrigger_added_insert_b43db",
                            table="measures_import",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."city_id" IS DISTINCT FROM (NEW."city_id") OR OLD."files" IS DISTINCT FROM (NEW."files") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."recipe_name" IS DISTINCT FROM (NEW."recipe_name") OR OLD."recipe_text" IS DISTINCT FROM (NEW."recipe_text") OR OLD."rows_read" IS DISTINCT FROM (NEW."rows_read") OR OLD."rows_unusable" IS DISTINCT FROM (NEW."rows_unusable") OR OLD."rows_used" IS DISTINCT FROM (NEW."rows_used") OR OLD."skip_unusable" IS DISTINCT FROM (NEW."skip_unusable") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."why" IS DISTINCT FROM (NEW."why"))',
                            func='INSERT INTO "measures_importevent" ("at", "by_id", "city_id", "files", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipe_name", "recipe_text", "rows_read", "rows_unusable", "rows_used", "skip_unusable", "status", "why") VALUES (NEW."at", NEW."by_id", NEW."city_id", NEW."files", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', NEW."id", NEW."recipe_name", NEW."recipe_text", NEW."rows_read", NEW."rows_unusable", NEW."rows_used", NEW."skip_unusable", NEW."status", NEW."why"); RETURN NULL;',
                            hash="f47a2cfdfda9546b517ca417c685681436e98475",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_347b3",
                            table="measures_import",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="deleted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "measures_importevent" ("at", "by_id", "city_id", "files", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipe_name", "recipe_text", "rows_read", "rows_unusable", "rows_used", "skip_unusable", "status", "why") VALUES (OLD."at", OLD."by_id", OLD."city_id", OLD."files", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', OLD."id", OLD."recipe_name", OLD."recipe_text", OLD."rows_read", OLD."rows_unusable", OLD."rows_used", OLD."skip_unusable", OLD."status", OLD."why"); RETURN NULL;',
                            hash="a2497889bda7e79a53e718f8c8646b57650d395d",
                            operation="DELETE",
                            pgid="pgtrigger_deleted_delete_58982",
                            table="measures_import",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, verbose_name="code")),
                ("names", models.JSONField(verbose_name="name in each language")),
                (
                    "unit",
                    models.SlugField(max_length=40, verbose_name="unit: a code such as people or dwellings"),
                ),
                (
                    "unit_names",
                    models.JSONField(blank=True, default=dict, verbose_name="unit in each language"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("count", "count"), ("share", "share"), ("mean", "mean"), ("rate", "rate")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("higher", "higher is better"),
                            ("lower", "lower is better"),
                            ("neither", "neither is better"),
                        ],
                        default="neither",
                        max_length=10,
                        verbose_name="direction",
                    ),
                ),
                ("decimals", models.PositiveSmallIntegerField(default=0, verbose_name="decimals shown")),
                ("of_people", models.BooleanField(default=True, verbose_name="counts people")),
                ("source", models.CharField(blank=True, max_length=400, verbose_name="source")),
                (
                    "source_url",
                    models.URLField(blank=True, max_length=500, verbose_name="address of the source"),
                ),
                ("licence", models.CharField(blank=True, max_length=200, verbose_name="licence")),
                ("basket", models.JSONField(blank=True, default=dict, verbose_name="what is counted")),
                ("method", models.JSONField(blank=True, default=dict, verbose_name="how it is made")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place in lists")),
                (
                    "city",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.city",
                    ),
                ),
                (
                    "denominator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="measures.indicator",
                        verbose_name="share of",
                    ),
                ),
            ],
            options={
                "verbose_name": "indicator",
                "verbose_name_plural": "indicators",
                "ordering": ["position", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("city", "code"), name="indicator_once_a_city"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["count", "share", "mean", "rate"])),
                        name="indicator_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("direction__in", ["higher", "lower", "neither"])),
                        name="indicator_direction_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("denominator__isnull", True),
                            models.Q(("kind", "count"), _negated=True),
                            _connector="OR",
                        ),
                        name="indicator_count_has_no_denominator",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="added_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "measures_indicatorevent" ("basket", "city_id", "code", "decimals", "denominator_id", "direction", "id", "kind", "licence", "method", "names", "of_people", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source", "source_url", "unit", "unit_names") VALUES (NEW."basket", NEW."city_id", NEW."code", NEW."decimals", NEW."denominator_id", NEW."direction", NEW."id", NEW."kind", NEW."licence", NEW."method", NEW."names", NEW."of_people", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'added\', NEW."id", NEW."position", NEW."source", NEW."source_url", NEW."unit", NEW."unit_names"); RETURN NULL;',
                            hash="e554a8e02a579f20e8c8b151fcf30c13e3ba9b48",
                            operation="INSERT",
                            pgid="pgtrigger_added_insert_32d90",
                            table="measures_indicator",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "measures_indicatorevent" ("basket", "city_id", "code", "decimals", "denominator_id", "direction", "id", "kind", "licence", "method", "names", "of_people", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source", "source_url", "unit", "unit_names") VALUES (NEW."basket", NEW."city_id", NEW."code", NEW."decimals", NEW."denominator_id", NEW."direction", NEW."id", NEW."kind", NEW."licence", NEW."method", NEW."names", NEW."of_people", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', NEW."id", NEW."position", NEW."source", NEW."source_url", NEW."unit", NEW."unit_names"); RETURN NULL;',
                            hash="90a429e7d27825d4d4b6770f3e752244a8c0d63a",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_eac1e",
                            table="measures_indicator",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="deleted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "measures_indicatorevent" ("basket", "city_id", "code", "decimals", "denominator_id", "direction", "id", "kind", "licence", "method", "names", "of_people", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source", "source_url", "unit", "unit_names") VALUES (OLD."basket", OLD."city_id", OLD."code", OLD."decimals", OLD."denominator_id", OLD."direction", OLD."id", OLD."kind", OLD."licence", OLD."method", OLD."names", OLD."of_people", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', OLD."id", OLD."position", OLD."source", OLD."source_url", OLD."unit", OLD."unit_names"); RETURN NULL;',
                            hash="cfbc0a5643685d9a7fc8706d3ab71e009fc1a9eb",
                            operation="DELETE",
                            pgid="pgtrigger_deleted_delete_f5434",
                            table="measures_indicator",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MixResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=400)),
                ("stamp", models.CharField(max_length=80)),
                ("asked", models.DateTimeField(verbose_name="asked")),
                ("done", models.DateTimeField(null=True, verbose_name="done")),
                ("progress", models.PositiveSmallIntegerField(default=0)),
                (
                    "problem",
                    models.CharField(
                        blank=True,
                        choices=[("nobody", "too few people to show a figure"), ("failed", "failed")],
                        max_length=10,
                    ),
                ),
                ("result", models.JSONField(null=True)),
                (
                    "city",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.city",
                    ),
                ),
            ],
            options={
                "verbose_name": "result about mix",
                "verbose_name_plural": "results about mix",
                "constraints": [
                    models.UniqueConstraint(fields=("city", "key"), name="mix_result_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done__isnull", True),
                            ("result__isnull", False),
                            models.Q(("problem", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="mix_result_done_has_a_result",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Area",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=120, verbose_name="code")),
                ("names", models.JSONField(verbose_name="name in each language")),
                (
                    "area_km2",
                    models.FloatField(blank=True, null=True, verbose_name="area in square kilometres"),
                ),
                ("x", models.FloatField(blank=True, null=True, verbose_name="longitude of a point inside")),
                ("y", models.FloatField(blank=True, null=True, verbose_name="latitude of a point inside")),
                ("digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("display", models.TextField(blank=True, editable=False)),
                ("path", models.TextField(blank=True, editable=False)),
                (
                    "city",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.city",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="children",
                        to="measures.area",
                        verbose_name="lies in",
                    ),
                ),
                (
                    "area_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="areas",
                        to="measures.areaset",
                    ),
                ),
            ],
            options={
                "verbose_name": "area",
                "verbose_name_plural": "areas",
                "ordering": ["code"],
                "constraints": [
                    models.UniqueConstraint(fields=("city", "area_set", "code"), name="area_once_a_set")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="keep_replaced",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "measures_areaevent" ("id", "city_id", "area_set_id", "code", "names", "parent_id", pgh_obj_id, pgh_label, pgh_created_at, pgh_context, pgh_context_id, cause) SELECT old_rows."id", old_rows."city_id", old_rows."area_set_id", old_rows."code", old_rows."names", old_rows."parent_id", old_rows."id", \'replaced\', NOW(), NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\')::JSONB, NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\')::UUID, NULLIF(CURRENT_SETTING(\'convive.cause\', TRUE), \'\')::BIGINT FROM (SELECT "id", "city_id", "area_set_id", "code", "names", "parent_id" FROM old_rows EXCEPT SELECT "id", "city_id", "area_set_id", "code", "names", "parent_id" FROM new_rows) AS old_rows; RETURN NULL;',
                            hash="9d419d0dacccf2c94ccec097ea284b2db8b11cdc",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_keep_replaced_59d68",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="measures_area",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="keep_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "measures_areaevent" ("id", "city_id", "area_set_id", "code", "names", "parent_id", pgh_obj_id, pgh_label, pgh_created_at, pgh_context, pgh_context_id, cause) SELECT old_rows."id", old_rows."city_id", old_rows."area_set_id", old_rows."code", old_rows."names", old_rows."parent_id", old_rows."id", \'deleted\', NOW(), NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\')::JSONB, NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\')::UUID, NULLIF(CURRENT_SETTING(\'convive.cause\', TRUE), \'\')::BIGINT FROM old_rows; RETURN NULL;',
                            hash="4cb4536458a120635bef0d0afb1b975f4ab92249",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_keep_deleted_69aba",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="measures_area",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AreaSetEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("code", models.SlugField(db_index=False, max_length=60, verbose_name="code")),
                ("year", models.PositiveSmallIntegerField(verbose_name="edition: the year of the borders")),
                ("names", models.JSONField(verbose_name="name in each language")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="valid until, that day included"),
                ),
                ("source", models.CharField(blank=True, max_length=400, verbose_name="source")),
                (
                    "source_url",
                    models.URLField(blank=True, max_length=500, verbose_name="address of the source"),
                ),
                ("licence", models.CharField(blank=True, max_length=200, verbose_name="licence")),
                ("has_geometry", models.BooleanField(default=False, verbose_name="has a map")),
                ("view_box", models.CharField(blank=True, max_length=60)),
                (
                    "city",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.city",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="measures.areaset",
                    ),
                ),
                (
                    "places",
                    models.CharField(
                        choices=[("homes", "areas where people live"), ("schools", "schools")],
                        default="homes",
                        max_length=10,
                        verbose_name="what the places are",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DimensionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("code", models.SlugField(db_index=False, max_length=60, verbose_name="code")),
                ("names", models.JSONField(verbose_name="name in each language")),
                (
                    "partition",
                    models.BooleanField(default=True, verbose_name="the groups add up to everybody"),
                ),
                (
                    "city",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.city",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="measures.dimension",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, verbose_name="code")),
                ("names", models.JSONField(verbose_name="name in each language")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place in lists")),
                (
                    "city",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.city",
                    ),
                ),
                (
                    "dimension",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="groups",
                        to="measures.dimension",
                    ),
                ),
            ],
            options={
                "verbose_name": "group",
                "verbose_name_plural": "groups",
                "ordering": ["dimension", "position", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("city", "code"), name="group_once_a_city"),
                    models.CheckConstraint(
                        condition=models.Q(("code", "total"), _negated=True), name="group_total_is_everybody"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="added_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "measures_groupevent" ("city_id", "code", "dimension_id", "id", "names", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."city_id", NEW."code", NEW."dimension_id", NEW."id", NEW."names", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'added\', NEW."id", NEW."position"); RETURN NULL;',
                            hash="32c2417c0c4fca8a5b157256c17d0479cccf739d",
                            operation="INSERT",
                            pgid="pgtrigger_added_insert_0fa69",
                            table="measures_group",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "measures_groupevent" ("city_id", "code", "dimension_id", "id", "names", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."city_id", NEW."code", NEW."dimension_id", NEW."id", NEW."names", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', NEW."id", NEW."position"); RETURN NULL;',
                            hash="a5f0d5baf1ea16f601e9f5dc2e6e2c1de28eb575",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_503b9",
                            table="measures_group",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="deleted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "measures_groupevent" ("city_id", "code", "dimension_id", "id", "names", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."city_id", OLD."code", OLD."dimension_id", OLD."id", OLD."names", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', OLD."id", OLD."position"); RETURN NULL;',
                            hash="04ac062bfb8526d5ccf27fa86c567e63ea7137c0",
                            operation="DELETE",
                            pgid="pgtrigger_deleted_delete_bb203",
                            table="measures_group",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("at", models.DateTimeField(verbose_name="when")),
                ("recipe_name", models.CharField(max_length=200, verbose_name="recipe")),
                ("recipe_text", models.TextField(verbose_name="text of the recipe")),
                ("files", models.JSONField(default=list)),
                ("why", models.CharField(blank=True, max_length=40, verbose_name="why")),
                ("rows_read", models.PositiveIntegerField(default=0, verbose_name="rows read")),
                ("rows_used", models.PositiveIntegerField(default=0, verbose_name="rows used")),
                (
                    "rows_unusable",
                    models.PositiveIntegerField(default=0, verbose_name="rows that could not be used"),
                ),
                (
                    "skip_unusable",
                    models.BooleanField(default=False, verbose_name="leave out rows that cannot be used"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planning", "being read"),
                            ("planned", "read, waiting for your yes"),
                            ("refused", "refused"),
                            ("writing", "being written"),
                            ("written", "written"),
                            ("discarded", "put away"),
                            ("failed", "failed"),
                        ],
                        default="planning",
                        max_length=10,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "city",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.city",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="measures.import",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ImportFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=255)),
                ("content", models.BinaryField()),
                (
                    "city",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.city",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uploads",
                        to="measures.import",
                    ),
                ),
            ],
            options={
                "verbose_name": "uploaded file",
                "verbose_name_plural": "uploaded files",
                "constraints": [
                    models.UniqueConstraint(fields=("city", "source", "role"), name="import_file_once_a_role")
                ],
            },
        ),
        migrations.CreateModel(
            name="IndicatorEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("code", models.SlugField(db_index=False, max_length=60, verbose_name="code")),
                ("names", models.JSONField(verbose_name="name in each language")),
                (
                    "unit",
                    models.SlugField(
                        db_index=False, max_length=40, verbose_name="unit: a code such as people or dwellings"
                    ),
                ),
                (
                    "unit_names",
                    models.JSONField(blank=True, default=dict, verbose_name="unit in each language"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("count", "count"), ("share", "share"), ("mean", "mean"), ("rate", "rate")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("higher", "higher is better"),
                            ("lower", "lower is better"),
                            ("neither", "neither is better"),
                        ],
                        default="neither",
                        max_length=10,
                        verbose_name="direction",
                    ),
                ),
                ("decimals", models.PositiveSmallIntegerField(default=0, verbose_name="decimals shown")),
                ("of_people", models.BooleanField(default=True, verbose_name="counts people")),
                ("source", models.CharField(blank=True, max_length=400, verbose_name="source")),
                (
                    "source_url",
                    models.URLField(blank=True, max_length=500, verbose_name="address of the source"),
                ),
                ("licence", models.CharField(blank=True, max_length=200, verbose_name="licence")),
                ("basket", models.JSONField(blank=True, default=dict, verbose_name="what is counted")),
                ("method", models.JSONField(blank=True, default=dict, verbose_name="how it is made")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place in lists")),
                (
                    "city",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.city",
                    ),
                ),
                (
                    "denominator",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="measures.indicator",
                        verbose_name="share of",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="measures.indicator",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AreaEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("cause", models.BigIntegerField(db_index=True, null=True)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(max_length=120, verbose_name="code")),
                ("names", models.JSONField(verbose_name="name in each language")),
                (
                    "area_set",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="measures.areaset",
                    ),
                ),
                (
                    "city",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.city",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="measures.area",
                        verbose_name="lies in",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="measures.area",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AreaWeight",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("weight", models.FloatField(verbose_name="weight")),
                ("method", models.CharField(blank=True, max_length=400, verbose_name="method")),
                (
                    "city",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.city",
                    ),
                ),
                (
                    "from_area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="weights_out",
                        to="measures.area",
                    ),
                ),
                (
                    "to_area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="weights_in",
                        to="measures.area",
                    ),
                ),
            ],
            options={
                "verbose_name": "weight between editions",
                "verbose_name_plural": "weights between editions",
                "constraints": [
                    models.UniqueConstraint(fields=("city", "from_area", "to_area"), name="area_weight_once"),
                    models.CheckConstraint(
                        condition=models.Q(("weight__gte", 0), ("weight__lte", 1)),
                        name="area_weight_is_a_share",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="keep_replaced",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "measures_areaweightevent" ("id", "city_id", "from_area_id", "to_area_id", "weight", "method", pgh_obj_id, pgh_label, pgh_created_at, pgh_context, pgh_context_id, cause) SELECT old_rows."id", old_rows."city_id", old_rows."from_area_id", old_rows."to_area_id", old_rows."weight", old_rows."method", old_rows."id", \'replaced\', NOW(), NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\')::JSONB, NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\')::UUID, NULLIF(CURRENT_SETTING(\'convive.cause\', TRUE), \'\')::BIGINT FROM (SELECT "id", "city_id", "from_area_id", "to_area_id", "weight", "method" FROM old_rows EXCEPT SELECT "id", "city_id", "from_area_id", "to_area_id", "weight", "method" FROM new_rows) AS old_rows; RETURN NULL;',
                            hash="3bd9ce53169779ebc575ac30a582ab47b89468f7",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_keep_replaced_bf6ec",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="measures_areaweight",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="keep_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "measures_areaweightevent" ("id", "city_id", "from_area_id", "to_area_id", "weight", "method", pgh_obj_id, pgh_label, pgh_created_at, pgh_context, pgh_context_id, cause) SELECT old_rows."id", old_rows."city_id", old_rows."from_area_id", old_rows."to_area_id", old_rows."weight", old_rows."method", old_rows."id", \'deleted\', NOW(), NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\')::JSONB, NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\')::UUID, NULLIF(CURRENT_SETTING(\'convive.cause\', TRUE), \'\')::BIGINT FROM old_rows; RETURN NULL;',
                            hash="98d30ff45b160b601aa7f42867f3c4450f2da4e2",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_keep_deleted_7f402",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="measures_areaweight",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Boundary",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("geometry", models.JSONField()),
                (
                    "area",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="boundary",
                        to="measures.area",
                    ),
                ),
                (
                    "city",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.city",
                    ),
                ),
            ],
            options={
                "verbose_name": "border",
                "verbose_name_plural": "borders",
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="keep_replaced",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "measures_boundaryevent" ("id", "city_id", "area_id", "geometry", pgh_obj_id, pgh_label, pgh_created_at, pgh_context, pgh_context_id, cause) SELECT old_rows."id", old_rows."city_id", old_rows."area_id", old_rows."geometry", old_rows."id", \'replaced\', NOW(), NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\')::JSONB, NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\')::UUID, NULLIF(CURRENT_SETTING(\'convive.cause\', TRUE), \'\')::BIGINT FROM (SELECT "id", "city_id", "area_id", "geometry" FROM old_rows EXCEPT SELECT "id", "city_id", "area_id", "geometry" FROM new_rows) AS old_rows; RETURN NULL;',
                            hash="56ca6dfb6c0cc090c9574264aba657585c7182cb",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_keep_replaced_d87ce",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="measures_boundary",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="keep_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "measures_boundaryevent" ("id", "city_id", "area_id", "geometry", pgh_obj_id, pgh_label, pgh_created_at, pgh_context, pgh_context_id, cause) SELECT old_rows."id", old_rows."city_id", old_rows."area_id", old_rows."geometry", old_rows."id", \'deleted\', NOW(), NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\')::JSONB, NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\')::UUID, NULLIF(CURRENT_SETTING(\'convive.cause\', TRUE), \'\')::BIGINT FROM old_rows; RETURN NULL;',
                            hash="cc793669625ef88b02fc03ce8ea774e035bc630f",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_keep_deleted_a75c0",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="measures_boundary",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Coverage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.DateField()),
                ("end", models.DateField()),
                ("areas", models.PositiveIntegerField()),
                ("counted", models.PositiveIntegerField()),
                ("total", models.FloatField()),
                ("mean", models.FloatField()),
                ("lowest", models.FloatField()),
                ("highest", models.FloatField()),
                ("fewest", models.PositiveIntegerField(null=True)),
                (
                    "area_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coverage",
                        to="measures.areaset",
                    ),
                ),
                (
                    "city",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.city",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coverage",
                        to="measures.group",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coverage",
                        to="measures.indicator",
                    ),
                ),
                ("total_shown", models.BooleanField(default=False)),
                (
                    "left_out",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("threshold", models.PositiveIntegerField(null=True)),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(), default=list, size=None
                    ),
                ),
                ("total_reason", models.SmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "coverage",
                "verbose_name_plural": "coverage",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("city", "indicator", "area_set", "start", "end", "group"),
                        name="coverage_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("code", models.SlugField(db_index=False, max_length=60, verbose_name="code")),
                ("names", models.JSONField(verbose_name="name in each language")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place in lists")),
                (
                    "city",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.city",
                    ),
                ),
                (
                    "dimension",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="measures.dimension",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="measures.group",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Value",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.DateField(verbose_name="first day")),
                ("end", models.DateField(verbose_name="last day")),
                ("value", models.FloatField(verbose_name="value")),
                (
                    "n",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="people behind the value"
                    ),
                ),
                ("estimated", models.BooleanField(default=False, verbose_name="estimated")),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="values", to="measures.area"
                    ),
                ),
                (
                    "area_set",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="values",
                        to="measures.areaset",
                    ),
                ),
                (
                    "city",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.city",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="Empty: everybody.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="values",
                        to="measures.group",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="values",
                        to="measures.indicator",
                    ),
                ),
                (
                    "source_file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="values",
                        to="measures.import",
                    ),
                ),
            ],
            options={
                "verbose_name": "value",
                "verbose_name_plural": "values",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("city", "indicator", "area_set", "start", "end", "group", "area"),
                        name="value_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__gte", models.F("start"))), name="value_ends_after_it_begins"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="keep_replaced",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "measures_valueevent" ("id", "city_id", "indicator_id", "area_set_id", "area_id", "group_id", "start", "end", "value", "n", "estimated", "source_file_id", pgh_obj_id, pgh_label, pgh_created_at, pgh_context, pgh_context_id, cause) SELECT old_rows."id", old_rows."city_id", old_rows."indicator_id", old_rows."area_set_id", old_rows."area_id", old_rows."group_id", old_rows."start", old_rows."end", old_rows."value", old_rows."n", old_rows."estimated", old_rows."source_file_id", old_rows."id", \'replaced\', NOW(), NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\')::JSONB, NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\')::UUID, NULLIF(CURRENT_SETTING(\'convive.cause\', TRUE), \'\')::BIGINT FROM (SELECT "id", "city_id", "indicator_id", "area_set_id", "area_id", "group_id", "start", "end", "value", "n", "estimated", "source_file_id" FROM old_rows EXCEPT SELECT "id", "city_id", "indicator_id", "area_set_id", "area_id", "group_id", "start", "end", "value", "n", "estimated", "source_file_id" FROM new_rows) AS old_rows; RETURN NULL;',
                            hash="61d544201a73402ea9213cc4a9fa8aa71fb079c4",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_keep_replaced_3db13",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="measures_value",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="keep_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "measures_valueevent" ("id", "city_id", "indicator_id", "area_set_id", "area_id", "group_id", "start", "end", "value", "n", "estimated", "source_file_id", pgh_obj_id, pgh_label, pgh_created_at, pgh_context, pgh_context_id, cause) SELECT old_rows."id", old_rows."city_id", old_rows."indicator_id", old_rows."area_set_id", old_rows."area_id", old_rows."group_id", old_rows."start", old_rows."end", old_rows."value", old_rows."n", old_rows."estimated", old_rows."source_file_id", old_rows."id", \'deleted\', NOW(), NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\')::JSONB, NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\')::UUID, NULLIF(CURRENT_SETTING(\'convive.cause\', TRUE), \'\')::BIGINT FROM old_rows; RETURN NULL;',
                            hash="948147124459ed6e2d60a33826f1c39317c8106a",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_keep_deleted_22ba3",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="measures_value",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AreaWeightEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("cause", models.BigIntegerField(db_index=True, null=True)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("weight", models.FloatField(verbose_name="weight")),
                ("method", models.CharField(blank=True, max_length=400, verbose_name="method")),
                (
                    "city",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.city",
                    ),
                ),
                (
                    "from_area",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="measures.area",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="measures.areaweight",
                    ),
                ),
                (
                    "to_area",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="measures.area",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BoundaryEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("cause", models.BigIntegerField(db_index=True, null=True)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("geometry", models.JSONField()),
                (
                    "area",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="measures.area",
                    ),
                ),
                (
                    "city",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.city",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="measures.boundary",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ValueEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("cause", models.BigIntegerField(db_index=True, null=True)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("start", models.DateField(verbose_name="first day")),
                ("end", models.DateField(verbose_name="last day")),
                ("value", models.FloatField(verbose_name="value")),
                (
                    "n",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="people behind the value"
                    ),
                ),
                ("estimated", models.BooleanField(default=False, verbose_name="estimated")),
                (
                    "area",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="measures.area",
                    ),
                ),
                (
                    "area_set",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="measures.areaset",
                    ),
                ),
                (
                    "city",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.city",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Empty: everybody.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="measures.group",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="measures.indicator",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="measures.value",
                    ),
                ),
                (
                    "source_file",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="measures.import",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        convive.core.migrating.InstallTriggers(),
    ]
