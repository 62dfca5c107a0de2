import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.math
import django.db.models.lookups
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import convive.core.migrating


class Migration(migrations.Migration):
    replaces = [("people", "0001_initial"), ("people", "0002_an_erased_row_is_empty")]

    initial = True

    dependencies = [
        ("core", "0003_every_act_says_why"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Participant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="phone number")),
                (
                    "channel",
                    models.CharField(
                        choices=[("mail", "e-mail"), ("phone", "phone call"), ("message", "text message")],
                        default="mail",
                        max_length=10,
                        verbose_name="how to reach you",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en", "English"),
                            ("nl", "Dutch"),
                            ("fr", "French"),
                            ("it", "Italian"),
                            ("sv", "Swedish"),
                            ("ar", "Arabic"),
                        ],
                        default="en",
                        max_length=5,
                        verbose_name="language of letters",
                    ),
                ),
                ("adult", models.BooleanField(default=False, verbose_name="18 years or older")),
                (
                    "birth_year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year of birth"),
                ),
                (
                    "gender",
                    models.CharField(
                        blank=True,
                        choices=[("woman", "woman"), ("man", "man"), ("other", "other")],
                        max_length=10,
                        verbose_name="I am a",
                    ),
                ),
                (
                    "gender_wish",
                    models.CharField(
                        blank=True,
                        choices=[("woman", "woman"), ("man", "man"), ("other", "other")],
                        max_length=10,
                        verbose_name="I would like to meet a",
                    ),
                ),
                (
                    "place_x",
                    models.IntegerField(
                        blank=True, null=True, verbose_name="place, metres east, in squares of 500 m"
                    ),
                ),
                (
                    "place_y",
                    models.IntegerField(
                        blank=True, null=True, verbose_name="place, metres north, in squares of 500 m"
                    ),
                ),
                (
                    "interests",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("walking", "walking"),
                                ("cycling", "cycling"),
                                ("sport", "sport"),
                                ("football", "football"),
                                ("cooking", "cooking"),
                                ("gardening", "gardening"),
                                ("music", "music"),
                                ("film", "films"),
                                ("reading", "reading"),
                                ("crafts", "making things"),
                                ("repair", "repairing things"),
                                ("games", "games"),
                                ("computers", "computers"),
                                ("city", "getting to know the city"),
                                ("nature", "nature"),
                                ("children", "doing things with children"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="interests",
                    ),
                ),
                (
                    "goals",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("language", "to practise the language"),
                                ("people", "to get to know people"),
                                ("city", "to find my way in the city"),
                                ("work", "to talk about work"),
                                ("study", "to talk about school and study"),
                                ("paperwork", "to understand letters and forms"),
                                ("family", "to do things with the family"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="goals",
                    ),
                ),
                (
                    "life_stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("studying", "I study"),
                            ("working", "I work"),
                            ("looking", "I look for work"),
                            ("young_children", "I have young children"),
                            ("older_children", "I have older children"),
                            ("retired", "I am retired"),
                        ],
                        max_length=20,
                        verbose_name="stage of life",
                    ),
                ),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("childcare", "I bring my children"),
                                ("step_free", "a place without steps"),
                                ("quiet", "a quiet place"),
                                ("family_duo", "to meet as a family"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="practical needs",
                    ),
                ),
                ("since", models.DateField(verbose_name="since")),
                ("delete_on", models.DateField(verbose_name="personal data are deleted on")),
                (
                    "told_on",
                    models.DateField(blank=True, null=True, verbose_name="told on which day that is"),
                ),
                (
                    "erased_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="personal data deleted at"),
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
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "participant",
                "verbose_name_plural": "participants",
                "ordering": ["name", "pk"],
                "indexes": [
                    models.Index(
                        fields=["city", "organisation", "name"], name="people_part_city_id_f769cb_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("erased_at__isnull", True), ("user__isnull", False)),
                        fields=("city", "organisation", "user"),
                        name="participant_once_an_organisation",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                django.db.models.functions.math.Mod(models.F("place_x"), 500), 0
                            ),
                            models.Q(("place_x__isnull", True)),
                            _connector="OR",
                        ),
                        name="participant_place_x_is_blurred",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                django.db.models.functions.math.Mod(models.F("place_y"), 500), 0
                            ),
                            models.Q(("place_y__isnull", True)),
                            _connector="OR",
                        ),
                        name="participant_place_y_is_blurred",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("place_x__isnull", True), ("place_y__isnull", True)),
                            models.Q(("place_x__isnull", False), ("place_y__isnull", False)),
                            _connector="OR",
                        ),
                        name="participant_place_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("delete_on__gte", models.F("since"))),
                        name="participant_kept_a_while",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("erased_at__isnull", True),
                            models.Q(
                                ("birth_year__isnull", True),
                                ("email", ""),
                                ("gender", ""),
                                ("gender_wish", ""),
                                ("goals", []),
                                ("interests", []),
                                ("life_stage", ""),
                                ("name", ""),
                                ("needs", []),
                                ("phone", ""),
                                ("place_x__isnull", True),
                                ("place_y__isnull", True),
                                ("user__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="participant_erased_is_empty",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="added_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "people_participantevent" ("adult", "birth_year", "channel", "city_id", "delete_on", "email", "erased_at", "gender", "gender_wish", "goals", "id", "interests", "language", "life_stage", "name", "needs", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "place_x", "place_y", "since", "told_on", "user_id") VALUES (NEW."adult", NEW."birth_year", NEW."channel", NEW."city_id", NEW."delete_on", NEW."email", NEW."erased_at", NEW."gender", NEW."gender_wish", NEW."goals", NEW."id", NEW."interests", NEW."language", NEW."life_stage", NEW."name", NEW."needs", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'added\', NEW."id", NEW."phone", NEW."place_x", NEW."place_y", NEW."since", NEW."told_on", NEW."user_id"); RETURN NULL;',
                            hash="00e73cdf882a7589fe2e7e840fc7626fe88d213b",
                            operation="INSERT",
                            pgid="pgtrigger_added_insert_59a5a",
                            table="people_participant",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "people_participantevent" ("adult", "birth_year", "channel", "city_id", "delete_on", "email", "erased_at", "gender", "gender_wish", "goals", "id", "interests", "language", "life_stage", "name", "needs", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "place_x", "place_y", "since", "told_on", "user_id") VALUES (NEW."adult", NEW."birth_year", NEW."channel", NEW."city_id", NEW."delete_on", NEW."email", NEW."erased_at", NEW."gender", NEW."gender_wish", NEW."goals", NEW."id", NEW."interests", NEW."language", NEW."life_stage", NEW."name", NEW."needs", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', NEW."id", NEW."phone", NEW."place_x", NEW."place_y", NEW."since", NEW."told_on", NEW."user_id"); RETURN NULL;',
                            hash="b84d709dbeb54f612e3b52e098de0cbb53dbcab8",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_e3df3",
                            table="people_participant",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="deleted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "people_participantevent" ("adult", "birth_year", "channel", "city_id", "delete_on", "email", "erased_at", "gender", "gender_wish", "goals", "id", "interests", "language", "life_stage", "name", "needs", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "place_x", "place_y", "since", "told_on", "user_id") VALUES (OLD."adult", OLD."birth_year", OLD."channel", OLD."city_id", OLD."delete_on", OLD."email", OLD."erased_at", OLD."gender", OLD."gender_wish", OLD."goals", OLD."id", OLD."interests", OLD."language", OLD."life_stage", OLD."name", OLD."needs", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', OLD."id", OLD."phone", OLD."place_x", OLD."place_y", OLD."since", OLD."told_on", OLD."user_id"); RETURN NULL;',
                            hash="0638f7377dc88c466ec24756fcc304ca45d9bc97",
                            operation="DELETE",
                            pgid="pgtrigger_deleted_delete_cb947",
                            table="people_participant",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Availability",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        verbose_name="weekday",
                    ),
                ),
                ("start", models.PositiveSmallIntegerField(verbose_name="from")),
                ("end", models.PositiveSmallIntegerField(verbose_name="until")),
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
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hours",
                        to="people.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "hours free",
                "verbose_name_plural": "hours free",
                "ordering": ["weekday", "start"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end__lte", 1440), ("start__lt", models.F("end")), ("weekday__lte", 6)
                        ),
                        name="availability_is_a_stretch",
                    ),
                    models.UniqueConstraint(
                        fields=("participant", "weekday", "start"), name="availability_once"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="added_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "people_availabilityevent" ("city_id", "end", "id", "participant_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "start", "weekday") VALUES (NEW."city_id", NEW."end", NEW."id", NEW."participant_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'added\', NEW."id", NEW."start", NEW."weekday"); RETURN NULL;',
                            hash="f503311ac97e41e56cebf6e62f828d96e5975138",
                            operation="INSERT",
                            pgid="pgtrigger_added_insert_4b743",
                            table="people_availability",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "people_availabilityevent" ("city_id", "end", "id", "participant_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "start", "weekday") VALUES (NEW."city_id", NEW."end", NEW."id", NEW."participant_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', NEW."id", NEW."start", NEW."weekday"); RETURN NULL;',
                            hash="cbd586b4fd31d7edd61e898dac69cb2ddbdc45ec",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_ede34",
                            table="people_availability",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="deleted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "people_availabilityevent" ("city_id", "end", "id", "participant_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "start", "weekday") VALUES (OLD."city_id", OLD."end", OLD."id", OLD."participant_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', OLD."id", OLD."start", OLD."weekday"); RETURN NULL;',
                            hash="67702762addc8cab1b662f9d6fccb54213de8ef1",
                            operation="DELETE",
                            pgid="pgtrigger_deleted_delete_04db6",
                            table="people_availability",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("screening", "screening"),
                            ("training", "training"),
                            ("information", "information about volunteering"),
                            ("insurance", "insurance"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("done", "done"), ("not_yet", "not yet")],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("on", models.DateField(verbose_name="on")),
                ("expires", models.DateField(blank=True, null=True, verbose_name="holds until")),
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
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checks",
                        to="people.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "check",
                "verbose_name_plural": "checks",
                "ordering": ["-on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires__isnull", True), ("expires__gte", models.F("on")), _connector="OR"
                        ),
                        name="check_ends_after_it_begins",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="added_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "people_checkevent" ("city_id", "expires", "id", "kind", "on", "outcome", "participant_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."city_id", NEW."expires", NEW."id", NEW."kind", NEW."on", NEW."outcome", NEW."participant_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'added\', NEW."id"); RETURN NULL;',
                            hash="61d9ff3728617a4ebd2bdcef01fc849e9892e8ac",
                            operation="INSERT",
                            pgid="pgtrigger_added_insert_55798",
                            table="people_check",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "people_checkevent" ("city_id", "expires", "id", "kind", "on", "outcome", "participant_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."city_id", NEW."expires", NEW."id", NEW."kind", NEW."on", NEW."outcome", NEW."participant_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', NEW."id"); RETURN NULL;',
                            hash="60a5f2738c0b783325db3988091eee1dde04f726",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_42955",
                            table="people_check",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="deleted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "people_checkevent" ("city_id", "expires", "id", "kind", "on", "outcome", "participant_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."city_id", OLD."expires", OLD."id", OLD."kind", OLD."on", OLD."outcome", OLD."participant_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', OLD."id"); RETURN NULL;',
                            hash="46718918547890eaf45b28bce583a3165b4bc53a",
                            operation="DELETE",
                            pgid="pgtrigger_deleted_delete_b28a0",
                            table="people_check",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("take_part", "to keep my data, to find somebody for me to meet"),
                            ("share_contact", "to give my name and how to reach me to the person I meet"),
                            ("photos", "to be in photos of the programme"),
                            ("news", "to get news about activities"),
                        ],
                        max_length=20,
                        verbose_name="agreed",
                    ),
                ),
                ("text_version", models.CharField(max_length=20, verbose_name="words that were read")),
                ("given_at", models.DateTimeField(verbose_name="given at")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back at")),
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
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="people.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
                "ordering": ["given_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("participant", "purpose"),
                        name="consent_held_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            ("withdrawn_at__gte", models.F("given_at")),
                            _connector="OR",
                        ),
                        name="consent_ends_after_it_begins",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="added_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "people_consentevent" ("city_id", "given_at", "id", "participant_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "text_version", "withdrawn_at") VALUES (NEW."city_id", NEW."given_at", NEW."id", NEW."participant_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'added\', NEW."id", NEW."purpose", NEW."text_version", NEW."withdrawn_at"); RETURN NULL;',
                            hash="6fbe449dbe03b6d770fd5551647407200768c54a",
                            operation="INSERT",
                            pgid="pgtrigger_added_insert_4edeb",
                            table="people_consent",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "people_consentevent" ("city_id", "given_at", "id", "participant_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "text_version", "withdrawn_at") VALUES (NEW."city_id", NEW."given_at", NEW."id", NEW."participant_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', NEW."id", NEW."purpose", NEW."text_version", NEW."withdrawn_at"); RETURN NULL;',
                            hash="07d4938b64331a3f44fd1758e15921d8404c1a85",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_f4aa6",
                            table="people_consent",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="deleted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "people_consentevent" ("city_id", "given_at", "id", "participant_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "text_version", "withdrawn_at") VALUES (OLD."city_id", OLD."given_at", OLD."id", OLD."participant_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', OLD."id", OLD."purpose", OLD."text_version", OLD."withdrawn_at"); RETURN NULL;',
                            hash="628818187786e1d3cbd3592c0c6b7371c287face",
                            operation="DELETE",
                            pgid="pgtrigger_deleted_delete_185f5",
                            table="people_consent",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ParticipantEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="phone number")),
                (
                    "channel",
                    models.CharField(
                        choices=[("mail", "e-mail"), ("phone", "phone call"), ("message", "text message")],
                        default="mail",
                        max_length=10,
                        verbose_name="how to reach you",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en", "English"),
                            ("nl", "Dutch"),
                            ("fr", "French"),
                            ("it", "Italian"),
                            ("sv", "Swedish"),
                            ("ar", "Arabic"),
                        ],
                        default="en",
                        max_length=5,
                        verbose_name="language of letters",
                    ),
                ),
                ("adult", models.BooleanField(default=False, verbose_name="18 years or older")),
                (
                    "birth_year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year of birth"),
                ),
                (
                    "gender",
                    models.CharField(
                        blank=True,
                        choices=[("woman", "woman"), ("man", "man"), ("other", "other")],
                        max_length=10,
                        verbose_name="I am a",
                    ),
                ),
                (
                    "gender_wish",
                    models.CharField(
                        blank=True,
                        choices=[("woman", "woman"), ("man", "man"), ("other", "other")],
                        max_length=10,
                        verbose_name="I would like to meet a",
                    ),
                ),
                (
                    "place_x",
                    models.IntegerField(
                        blank=True, null=True, verbose_name="place, metres east, in squares of 500 m"
                    ),
                ),
                (
                    "place_y",
                    models.IntegerField(
                        blank=True, null=True, verbose_name="place, metres north, in squares of 500 m"
                    ),
                ),
                (
                    "interests",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("walking", "walking"),
                                ("cycling", "cycling"),
                                ("sport", "sport"),
                                ("football", "football"),
                                ("cooking", "cooking"),
                                ("gardening", "gardening"),
                                ("music", "music"),
                                ("film", "films"),
                                ("reading", "reading"),
                                ("crafts", "making things"),
                                ("repair", "repairing things"),
                                ("games", "games"),
                                ("computers", "computers"),
                                ("city", "getting to know the city"),
                                ("nature", "nature"),
                                ("children", "doing things with children"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="interests",
                    ),
                ),
                (
                    "goals",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("language", "to practise the language"),
                                ("people", "to get to know people"),
                                ("city", "to find my way in the city"),
                                ("work", "to talk about work"),
                                ("study", "to talk about school and study"),
                                ("paperwork", "to understand letters and forms"),
                                ("family", "to do things with the family"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="goals",
                    ),
                ),
                (
                    "life_stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("studying", "I study"),
                            ("working", "I work"),
                            ("looking", "I look for work"),
                            ("young_children", "I have young children"),
                            ("older_children", "I have older children"),
                            ("retired", "I am retired"),
                        ],
                        max_length=20,
                        verbose_name="stage of life",
                    ),
                ),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("childcare", "I bring my children"),
                                ("step_free", "a place without steps"),
                                ("quiet", "a quiet place"),
                                ("family_duo", "to meet as a family"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="practical needs",
                    ),
                ),
                ("since", models.DateField(verbose_name="since")),
                ("delete_on", models.DateField(verbose_name="personal data are deleted on")),
                (
                    "told_on",
                    models.DateField(blank=True, null=True, verbose_name="told on which day that is"),
                ),
                (
                    "erased_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="personal data deleted at"),
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
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="people.participant",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SpokenLanguage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                (
                    "band",
                    models.CharField(
                        choices=[
                            ("A1", "A1: a few words"),
                            ("A2", "A2: simple talks"),
                            ("B1", "B1: everyday talks"),
                            ("B2", "B2: easy talks"),
                            ("C1", "C1: very good"),
                            ("C2", "C2: like a first language"),
                        ],
                        max_length=2,
                        verbose_name="how well",
                    ),
                ),
                (
                    "judged_by",
                    models.CharField(
                        choices=[
                            ("self", "the person"),
                            ("coordinator", "the coordinator, in a talk"),
                            ("school", "a language school"),
                            ("test", "a test"),
                        ],
                        default="self",
                        max_length=15,
                        verbose_name="judged by",
                    ),
                ),
                ("judged_on", models.DateField(verbose_name="judged on")),
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
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="languages",
                        to="people.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "spoken language",
                "verbose_name_plural": "spoken languages",
                "ordering": ["language"],
                "constraints": [
                    models.UniqueConstraint(fields=("participant", "language"), name="language_spoken_once")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="added_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "people_spokenlanguageevent" ("band", "city_id", "id", "judged_by", "judged_on", "language", "participant_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."band", NEW."city_id", NEW."id", NEW."judged_by", NEW."judged_on", NEW."language", NEW."participant_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'added\', NEW."id"); RETURN NULL;',
                            hash="5523046f299d6ae0b1c85351ba701641ebaa068f",
                            operation="INSERT",
                            pgid="pgtrigger_added_insert_27594",
                            table="people_spokenlanguage",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "people_spokenlanguageevent" ("band", "city_id", "id", "judged_by", "judged_on", "language", "participant_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."band", NEW."city_id", NEW."id", NEW."judged_by", NEW."judged_on", NEW."language", NEW."participant_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', NEW."id"); RETURN NULL;',
                            hash="7defd563bd2e30323c48a5f6f9a95af2beca86fa",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_c0074",
                            table="people_spokenlanguage",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="deleted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "people_spokenlanguageevent" ("band", "city_id", "id", "judged_by", "judged_on", "language", "participant_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."band", OLD."city_id", OLD."id", OLD."judged_by", OLD."judged_on", OLD."language", OLD."participant_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', OLD."id"); RETURN NULL;',
                            hash="8545b2995306c11dbcad808948c7918c693ffe3f",
                            operation="DELETE",
                            pgid="pgtrigger_deleted_delete_64c96",
                            table="people_spokenlanguage",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AvailabilityEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        verbose_name="weekday",
                    ),
                ),
                ("start", models.PositiveSmallIntegerField(verbose_name="from")),
                ("end", models.PositiveSmallIntegerField(verbose_name="until")),
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
                        to="people.availability",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.participant",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CheckEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("screening", "screening"),
                            ("training", "training"),
                            ("information", "information about volunteering"),
                            ("insurance", "insurance"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("done", "done"), ("not_yet", "not yet")],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("on", models.DateField(verbose_name="on")),
                ("expires", models.DateField(blank=True, null=True, verbose_name="holds until")),
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
                        to="people.check",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.participant",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ConsentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("take_part", "to keep my data, to find somebody for me to meet"),
                            ("share_contact", "to give my name and how to reach me to the person I meet"),
                            ("photos", "to be in photos of the programme"),
                            ("news", "to get news about activities"),
                        ],
                        max_length=20,
                        verbose_name="agreed",
                    ),
                ),
                ("text_version", models.CharField(max_length=20, verbose_name="words that were read")),
                ("given_at", models.DateTimeField(verbose_name="given at")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back at")),
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
                        to="people.consent",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.participant",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SpokenLanguageEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                (
                    "band",
                    models.CharField(
                        choices=[
                            ("A1", "A1: a few words"),
                            ("A2", "A2: simple talks"),
                            ("B1", "B1: everyday talks"),
                            ("B2", "B2: easy talks"),
                            ("C1", "C1: very good"),
                            ("C2", "C2: like a first language"),
                        ],
                        max_length=2,
                        verbose_name="how well",
                    ),
                ),
                (
                    "judged_by",
                    models.CharField(
                        choices=[
                            ("self", "the person"),
                            ("coordinator", "the coordinator, in a talk"),
                            ("school", "a language school"),
                            ("test", "a test"),
                        ],
                        default="self",
                        max_length=15,
                        verbose_name="judged by",
                    ),
                ),
                ("judged_on", models.DateField(verbose_name="judged on")),
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
                    "participant",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.participant",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="people.spokenlanguage",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        convive.core.migrating.InstallTriggers(),
    ]
