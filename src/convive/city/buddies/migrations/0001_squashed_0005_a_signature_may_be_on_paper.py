import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import convive.city.buddies.models.programme
import convive.core.languages
import convive.core.migrating

# The view has the rights of whoever reads it, so the wall between cities stands before it too.
CREATE = """
CREATE VIEW buddies_duotally WITH (security_invoker = true) AS
SELECT application.id AS application_id,
       count(duo.id) FILTER (WHERE duo.over_on IS NULL AND duo.starts_on IS NOT NULL) AS begun,
       count(duo.id) FILTER (WHERE duo.over_on IS NULL AND duo.starts_on IS NULL) AS asked,
       count(duo.id) FILTER (WHERE duo.over_on IS NULL AND duo.starts_on IS NULL AND duo.both_want) AS accepted,
       count(duo.id) FILTER (WHERE duo.outcome IN ('completed', 'ended_early')) AS finished
  FROM buddies_application application
  LEFT JOIN (
       SELECT id, newcomer_id AS application_id, over_on, starts_on, outcome,
              newcomer_answer = 'yes' AND volunteer_answer = 'yes' AS both_want
         FROM buddies_duo
        UNION ALL
       SELECT id, volunteer_id, over_on, starts_on, outcome, newcomer_answer = 'yes' AND volunteer_answer = 'yes'
         FROM buddies_duo
       ) duo ON duo.application_id = application.id
 GROUP BY application.id
"""


class Migration(migrations.Migration):
    replaces = [
        ("buddies", "0001_initial"),
        ("buddies", "0002_initial"),
        ("buddies", "0003_duos_are_tallied"),
        ("buddies", "0004_what_stays_when_somebody_leaves"),
        ("buddies", "0005_a_signature_may_be_on_paper"),
    ]

    initial = True

    dependencies = [
        ("core", "0003_every_act_says_why"),
        ("people", "0001_squashed_0002_an_erased_row_is_empty"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key_hash", models.CharField(max_length=64, verbose_name="SHA-256 of the key")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
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
                        related_name="feeds",
                        to="people.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar feed",
                "verbose_name_plural": "calendar feeds",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("participant",),
                        name="feed_open_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Digest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("week", models.DateField(verbose_name="week")),
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "weekly letter",
                "verbose_name_plural": "weekly letters",
                "constraints": [
                    models.UniqueConstraint(fields=("city", "user", "week"), name="digest_once_a_week")
                ],
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=60, verbose_name="short name in addresses")),
                (
                    "names",
                    models.JSONField(
                        validators=[convive.core.languages.check_names], verbose_name="name in each language"
                    ),
                ),
                (
                    "texts",
                    models.JSONField(blank=True, default=dict, verbose_name="what it is, in each language"),
                ),
                (
                    "municipalities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="municipalities",
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("en", "English"),
                                ("nl", "Dutch"),
                                ("fr", "French"),
                                ("it", "Italian"),
                                ("sv", "Swedish"),
                                ("ar", "Arabic"),
                            ],
                            max_length=5,
                        ),
                        default=list,
                        size=None,
                        verbose_name="languages of agreements",
                    ),
                ),
                (
                    "practised",
                    models.CharField(default="nl", max_length=10, verbose_name="language that is practised"),
                ),
                (
                    "term_months",
                    models.PositiveSmallIntegerField(default=6, verbose_name="months that a duo lasts"),
                ),
                (
                    "days_between",
                    models.PositiveSmallIntegerField(default=14, verbose_name="days between meetings"),
                ),
                (
                    "silent_after",
                    models.PositiveSmallIntegerField(
                        default=30, verbose_name="days without contact after which somebody calls"
                    ),
                ),
                (
                    "answer_days",
                    models.PositiveSmallIntegerField(default=7, verbose_name="days to answer a proposal"),
                ),
                (
                    "follow_ups",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=list,
                        size=None,
                        verbose_name="follow-ups, so many days after the start",
                    ),
                ),
                ("hours_target", models.PositiveSmallIntegerField(default=40, verbose_name="hours to reach")),
                (
                    "keep_months",
                    models.PositiveSmallIntegerField(
                        default=12, verbose_name="months for which data are kept after the end"
                    ),
                ),
                (
                    "criteria",
                    models.JSONField(
                        default=dict,
                        validators=[convive.city.buddies.models.programme.check_criteria],
                        verbose_name="criteria",
                    ),
                ),
                ("contact_name", models.CharField(blank=True, max_length=120, verbose_name="contact person")),
                (
                    "contact_email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail address of the contact"
                    ),
                ),
                (
                    "contact_phone",
                    models.CharField(blank=True, max_length=30, verbose_name="phone number of the contact"),
                ),
                ("since", models.DateField(verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until, that day included")),
                (
                    "takes_applications",
                    models.BooleanField(default=True, verbose_name="takes applications on the web"),
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
                        help_text="Empty: the city itself runs it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "programme",
                "verbose_name_plural": "programmes",
                "ordering": ["slug"],
                "constraints": [
                    models.UniqueConstraint(fields=("city", "slug"), name="programme_slug_once_a_city"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="programme_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("days_between__gt", 0), ("silent_after__gt", 0), ("term_months__gt", 0)
                        ),
                        name="programme_has_a_rhythm",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="added_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_programmeevent" ("answer_days", "city_id", "contact_email", "contact_name", "contact_phone", "criteria", "days_between", "follow_ups", "hours_target", "id", "keep_months", "languages", "municipalities", "names", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practised", "silent_after", "since", "slug", "takes_applications", "term_months", "texts", "until") VALUES (NEW."answer_days", NEW."city_id", NEW."contact_email", NEW."contact_name", NEW."contact_phone", NEW."criteria", NEW."days_between", NEW."follow_ups", NEW."hours_target", NEW."id", NEW."keep_months", NEW."languages", NEW."municipalities", NEW."names", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'added\', NEW."id", NEW."practised", NEW."silent_after", NEW."since", NEW."slug", NEW."takes_applications", NEW."term_months", NEW."texts", NEW."until"); RETURN NULL;',
                            hash="6124a7a0447fcd95dbf3f253055ed552e59dd2eb",
                            operation="INSERT",
                            pgid="pgtrigger_added_insert_8bd3a",
                            table="buddies_programme",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "buddies_programmeevent" ("answer_days", "city_id", "contact_email", "contact_name", "contact_phone", "criteria", "days_between", "follow_ups", "hours_target", "id", "keep_months", "languages", "municipalities", "names", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practised", "silent_after", "since", "slug", "takes_applications", "term_months", "texts", "until") VALUES (NEW."answer_days", NEW."city_id", NEW."contact_email", NEW."contact_name", NEW."contact_phone", NEW."criteria", NEW."days_between", NEW."follow_ups", NEW."hours_target", NEW."id", NEW."keep_months", NEW."languages", NEW."municipalities", NEW."names", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', NEW."id", NEW."practised", NEW."silent_after", NEW."since", NEW."slug", NEW."takes_applications", NEW."term_months", NEW."texts", NEW."until"); RETURN NULL;',
                            hash="1f6648c2d092e1c6699ebf91907403f6783a4bd9",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_86db8",
                            table="buddies_programme",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="deleted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_programmeevent" ("answer_days", "city_id", "contact_email", "contact_name", "contact_phone", "criteria", "days_between", "follow_ups", "hours_target", "id", "keep_months", "languages", "municipalities", "names", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practised", "silent_after", "since", "slug", "takes_applications", "term_months", "texts", "until") VALUES (OLD."answer_days", OLD."city_id", OLD."contact_email", OLD."contact_name", OLD."contact_phone", OLD."criteria", OLD."days_between", OLD."follow_ups", OLD."hours_target", OLD."id", OLD."keep_months", OLD."languages", OLD."municipalities", OLD."names", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', OLD."id", OLD."practised", OLD."silent_after", OLD."since", OLD."slug", OLD."takes_applications", OLD."term_months", OLD."texts", OLD."until"); RETURN NULL;',
                            hash="31e46376ad63c12beaf2d6610a524abe1ef1deb7",
                            operation="DELETE",
                            pgid="pgtrigger_deleted_delete_dfdd2",
                            table="buddies_programme",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                ("minutes", models.PositiveIntegerField(verbose_name="minutes")),
                ("lines", models.JSONField(verbose_name="what was confirmed")),
                ("taken_back_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back at")),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofs",
                        to="people.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "proof of hours",
                "verbose_name_plural": "proofs of hours",
                "ordering": ["-made_at"],
                "constraints": [models.UniqueConstraint(fields=("city", "code"), name="proof_code_once")],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="added_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_proofevent" ("city_id", "code", "id", "lines", "made_at", "minutes", "participant_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "taken_back_at") VALUES (NEW."city_id", NEW."code", NEW."id", NEW."lines", NEW."made_at", NEW."minutes", NEW."participant_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'added\', NEW."id", NEW."taken_back_at"); RETURN NULL;',
                            hash="35674e982877e41a850937dae5adaaea7ce80525",
                            operation="INSERT",
                            pgid="pgtrigger_added_insert_c2707",
                            table="buddies_proof",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "buddies_proofevent" ("city_id", "code", "id", "lines", "made_at", "minutes", "participant_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "taken_back_at") VALUES (NEW."city_id", NEW."code", NEW."id", NEW."lines", NEW."made_at", NEW."minutes", NEW."participant_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', NEW."id", NEW."taken_back_at"); RETURN NULL;',
                            hash="3ee88aca43cc3cb5a64e0d0ba1b73d92f96983f7",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_cede9",
                            table="buddies_proof",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="deleted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_proofevent" ("city_id", "code", "id", "lines", "made_at", "minutes", "participant_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "taken_back_at") VALUES (OLD."city_id", OLD."code", OLD."id", OLD."lines", OLD."made_at", OLD."minutes", OLD."participant_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', OLD."id", OLD."taken_back_at"); RETURN NULL;',
                            hash="c6ca6e72c3df35c61739bd284ab854afd058a652",
                            operation="DELETE",
                            pgid="pgtrigger_deleted_delete_a7006",
                            table="buddies_proof",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("newcomer", "newcomer"), ("volunteer", "volunteer")],
                        max_length=10,
                        verbose_name="side",
                    ),
                ),
                ("municipality", models.CharField(blank=True, max_length=80, verbose_name="municipality")),
                ("applied_at", models.DateTimeField(verbose_name="applied at")),
                ("intake_on", models.DateTimeField(blank=True, null=True, verbose_name="intake talk at")),
                (
                    "intake_done_on",
                    models.DateField(blank=True, null=True, verbose_name="intake talk held on"),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("ready", "ready to meet somebody"), ("referred", "goes to another offer")],
                        max_length=10,
                        verbose_name="outcome of the intake",
                    ),
                ),
                (
                    "referred_to",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("conversation", "a conversation table"),
                            ("course", "a language course"),
                            ("activities", "group activities"),
                            ("other_programme", "another programme"),
                            ("other", "another offer"),
                        ],
                        max_length=20,
                        verbose_name="goes to",
                    ),
                ),
                (
                    "trajectory",
                    models.CharField(
                        blank=True,
                        choices=[("obliged", "has to"), ("voluntary", "wants to"), ("none", "does not")],
                        max_length=10,
                        verbose_name="civic-integration trajectory",
                    ),
                ),
                (
                    "hours_needed",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="hours to reach"),
                ),
                ("capacity", models.PositiveSmallIntegerField(default=1, verbose_name="duos at once")),
                ("pooled_since", models.DateField(blank=True, null=True, verbose_name="waiting since")),
                ("held_until", models.DateField(blank=True, null=True, verbose_name="not before")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="withdrawn on")),
                (
                    "asked_to_go_on",
                    models.DateField(blank=True, null=True, verbose_name="asked to go on as a volunteer on"),
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
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="people.participant",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="buddies.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "application",
                "verbose_name_plural": "applications",
                "ordering": ["applied_at", "pk"],
                "indexes": [
                    models.Index(
                        fields=["city", "programme", "side", "pooled_since"],
                        name="buddies_app_city_id_072100_idx",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("withdrawn_on__isnull", True), models.Q(("outcome", "referred"), _negated=True)
                        ),
                        fields=("programme", "participant", "side"),
                        name="application_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", ""), ("intake_done_on__isnull", False), _connector="OR"
                        ),
                        name="application_outcome_has_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pooled_since__isnull", True), ("outcome", "ready"), _connector="OR"
                        ),
                        name="application_waits_when_ready",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "referred"), _negated=True),
                            models.Q(("referred_to", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="application_referred_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("capacity__gte", 1), ("side", "volunteer")),
                            models.Q(("capacity", 1), ("side", "newcomer")),
                            _connector="OR",
                        ),
                        name="application_capacity",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="added_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_applicationevent" ("applied_at", "asked_to_go_on", "capacity", "city_id", "held_until", "hours_needed", "id", "intake_done_on", "intake_on", "municipality", "outcome", "participant_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pooled_since", "programme_id", "referred_to", "side", "trajectory", "withdrawn_on") VALUES (NEW."applied_at", NEW."asked_to_go_on", NEW."capacity", NEW."city_id", NEW."held_until", NEW."hours_needed", NEW."id", NEW."intake_done_on", NEW."intake_on", NEW."municipality", NEW."outcome", NEW."participant_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'added\', NEW."id", NEW."pooled_since", NEW."programme_id", NEW."referred_to", NEW."side", NEW."trajectory", NEW."withdrawn_on"); RETURN NULL;',
                            hash="72c11ec6e3fb8ebada4b8e6febea313e860d8772",
                            operation="INSERT",
                            pgid="pgtrigger_added_insert_da9bf",
                            table="buddies_application",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "buddies_applicationevent" ("applied_at", "asked_to_go_on", "capacity", "city_id", "held_until", "hours_needed", "id", "intake_done_on", "intake_on", "municipality", "outcome", "participant_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pooled_since", "programme_id", "referred_to", "side", "trajectory", "withdrawn_on") VALUES (NEW."applied_at", NEW."asked_to_go_on", NEW."capacity", NEW."city_id", NEW."held_until", NEW."hours_needed", NEW."id", NEW."intake_done_on", NEW."intake_on", NEW."municipality", NEW."outcome", NEW."participant_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', NEW."id", NEW."pooled_since", NEW."programme_id", NEW."referred_to", NEW."side", NEW."trajectory", NEW."withdrawn_on"); RETURN NULL;',
                            hash="722345cfe18a8d1f424c0845a2c5820c4813551c",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_f8c43",
                            table="buddies_application",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="deleted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_applicationevent" ("applied_at", "asked_to_go_on", "capacity", "city_id", "held_until", "hours_needed", "id", "intake_done_on", "intake_on", "municipality", "outcome", "participant_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pooled_since", "programme_id", "referred_to", "side", "trajectory", "withdrawn_on") VALUES (OLD."applied_at", OLD."asked_to_go_on", OLD."capacity", OLD."city_id", OLD."held_until", OLD."hours_needed", OLD."id", OLD."intake_done_on", OLD."intake_on", OLD."municipality", OLD."outcome", OLD."participant_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', OLD."id", OLD."pooled_since", OLD."programme_id", OLD."referred_to", OLD."side", OLD."trajectory", OLD."withdrawn_on"); RETURN NULL;',
                            hash="b55d6708304041e8e03fa415d05e2d4681b7c695",
                            operation="DELETE",
                            pgid="pgtrigger_deleted_delete_06a76",
                            table="buddies_application",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("funder", models.CharField(max_length=120, verbose_name="funder")),
                (
                    "indicator",
                    models.CharField(
                        choices=[
                            ("duos_started", "duos that began"),
                            ("duos_completed", "duos that were completed"),
                            ("newcomers", "newcomers in a duo"),
                            ("volunteers", "volunteers in a duo"),
                            ("meetings", "meetings held"),
                            ("hours", "hours confirmed"),
                            ("trained", "people who came to a training"),
                            ("opportunities", "opportunities to practise the language"),
                        ],
                        max_length=20,
                        verbose_name="what is counted",
                    ),
                ),
                ("municipality", models.CharField(blank=True, max_length=80, verbose_name="municipality")),
                ("since", models.DateField(verbose_name="from")),
                ("until", models.DateField(verbose_name="until, that day included")),
                ("committed", models.PositiveIntegerField(verbose_name="promised")),
                (
                    "doubled",
                    models.BooleanField(default=False, verbose_name="its funding was doubled for this"),
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
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="buddies.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "commitment",
                "verbose_name_plural": "commitments",
                "ordering": ["until", "funder", "indicator"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))),
                        name="commitment_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("committed__gt", 0)), name="commitment_is_of_something"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="added_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_commitmentevent" ("city_id", "committed", "doubled", "funder", "id", "indicator", "municipality", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "since", "until") VALUES (NEW."city_id", NEW."committed", NEW."doubled", NEW."funder", NEW."id", NEW."indicator", NEW."municipality", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'added\', NEW."id", NEW."programme_id", NEW."since", NEW."until"); RETURN NULL;',
                            hash="463e814d7ccd51d9c1505fd1cc5df3b15bb51270",
                            operation="INSERT",
                            pgid="pgtrigger_added_insert_d5d31",
                            table="buddies_commitment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "buddies_commitmentevent" ("city_id", "committed", "doubled", "funder", "id", "indicator", "municipality", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "since", "until") VALUES (NEW."city_id", NEW."committed", NEW."doubled", NEW."funder", NEW."id", NEW."indicator", NEW."municipality", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', NEW."id", NEW."programme_id", NEW."since", NEW."until"); RETURN NULL;',
                            hash="edf145fb6dc68ec78f4b80fee37f9d53bae3a792",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_19fad",
                            table="buddies_commitment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="deleted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_commitmentevent" ("city_id", "committed", "doubled", "funder", "id", "indicator", "municipality", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "since", "until") VALUES (OLD."city_id", OLD."committed", OLD."doubled", OLD."funder", OLD."id", OLD."indicator", OLD."municipality", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', OLD."id", OLD."programme_id", OLD."since", OLD."until"); RETURN NULL;',
                            hash="11154e568fa5cecc8ef3d0192ca349a51cabbe8c",
                            operation="DELETE",
                            pgid="pgtrigger_deleted_delete_2bcbc",
                            table="buddies_commitment",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupActivity",
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
                        choices=[("training", "training"), ("activity", "group activity")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "names",
                    models.JSONField(
                        validators=[convive.core.languages.check_names], verbose_name="name in each language"
                    ),
                ),
                ("on", models.DateField(verbose_name="on")),
                ("at", models.TimeField(blank=True, null=True, verbose_name="at")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes")),
                ("where", models.CharField(blank=True, max_length=120, verbose_name="where")),
                ("seats", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="places")),
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
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="buddies.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "group activity",
                "verbose_name_plural": "group activities",
                "ordering": ["-on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minutes__range", (1, 1440))), name="activity_has_minutes"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="added_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_groupactivityevent" ("at", "city_id", "id", "kind", "minutes", "names", "on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "seats", "where") VALUES (NEW."at", NEW."city_id", NEW."id", NEW."kind", NEW."minutes", NEW."names", NEW."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'added\', NEW."id", NEW."programme_id", NEW."seats", NEW."where"); RETURN NULL;',
                            hash="2fda82277a281475556586fa0097f0414fc29bbc",
                            operation="INSERT",
                            pgid="pgtrigger_added_insert_85613",
                            table="buddies_groupactivity",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "buddies_groupactivityevent" ("at", "city_id", "id", "kind", "minutes", "names", "on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "seats", "where") VALUES (NEW."at", NEW."city_id", NEW."id", NEW."kind", NEW."minutes", NEW."names", NEW."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', NEW."id", NEW."programme_id", NEW."seats", NEW."where"); RETURN NULL;',
                            hash="235092d69813dfabb1dc5300cd564b4afcbbcc82",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_55fc5",
                            table="buddies_groupactivity",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="deleted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_groupactivityevent" ("at", "city_id", "id", "kind", "minutes", "names", "on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "seats", "where") VALUES (OLD."at", OLD."city_id", OLD."id", OLD."kind", OLD."minutes", OLD."names", OLD."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', OLD."id", OLD."programme_id", OLD."seats", OLD."where"); RETURN NULL;',
                            hash="1e5f1fa1f1fb6e5b9c215628da8080bb78d8ea89",
                            operation="DELETE",
                            pgid="pgtrigger_deleted_delete_3b2fa",
                            table="buddies_groupactivity",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "slug",
                    models.SlugField(db_index=False, max_length=60, verbose_name="short name in addresses"),
                ),
                (
                    "names",
                    models.JSONField(
                        validators=[convive.core.languages.check_names], verbose_name="name in each language"
                    ),
                ),
                (
                    "texts",
                    models.JSONField(blank=True, default=dict, verbose_name="what it is, in each language"),
                ),
                (
                    "municipalities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="municipalities",
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("en", "English"),
                                ("nl", "Dutch"),
                                ("fr", "French"),
                                ("it", "Italian"),
                                ("sv", "Swedish"),
                                ("ar", "Arabic"),
                            ],
                            max_length=5,
                        ),
                        default=list,
                        size=None,
                        verbose_name="languages of agreements",
                    ),
                ),
                (
                    "practised",
                    models.CharField(default="nl", max_length=10, verbose_name="language that is practised"),
                ),
                (
                    "term_months",
                    models.PositiveSmallIntegerField(default=6, verbose_name="months that a duo lasts"),
                ),
                (
                    "days_between",
                    models.PositiveSmallIntegerField(default=14, verbose_name="days between meetings"),
                ),
                (
                    "silent_after",
                    models.PositiveSmallIntegerField(
                        default=30, verbose_name="days without contact after which somebody calls"
                    ),
                ),
                (
                    "answer_days",
                    models.PositiveSmallIntegerField(default=7, verbose_name="days to answer a proposal"),
                ),
                (
                    "follow_ups",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=list,
                        size=None,
                        verbose_name="follow-ups, so many days after the start",
                    ),
                ),
                ("hours_target", models.PositiveSmallIntegerField(default=40, verbose_name="hours to reach")),
                (
                    "keep_months",
                    models.PositiveSmallIntegerField(
                        default=12, verbose_name="months for which data are kept after the end"
                    ),
                ),
                (
                    "criteria",
                    models.JSONField(
                        default=dict,
                        validators=[convive.city.buddies.models.programme.check_criteria],
                        verbose_name="criteria",
                    ),
                ),
                ("contact_name", models.CharField(blank=True, max_length=120, verbose_name="contact person")),
                (
                    "contact_email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail address of the contact"
                    ),
                ),
                (
                    "contact_phone",
                    models.CharField(blank=True, max_length=30, verbose_name="phone number of the contact"),
                ),
                ("since", models.DateField(verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until, that day included")),
                (
                    "takes_applications",
                    models.BooleanField(default=True, verbose_name="takes applications on the web"),
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
                        help_text="Empty: the city itself runs it.",
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
                        to="buddies.programme",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProofEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                ("minutes", models.PositiveIntegerField(verbose_name="minutes")),
                ("lines", models.JSONField(verbose_name="what was confirmed")),
                ("taken_back_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back at")),
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
                        to="buddies.proof",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("seed", models.CharField(max_length=80, verbose_name="seed of the draw")),
                ("criteria", models.JSONField(verbose_name="criteria")),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("progress", models.PositiveSmallIntegerField(default=0, verbose_name="progress in percent")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="worked out at")),
                (
                    "problem",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nobody", "nobody waits on one of the two sides"),
                            ("refused", "the criteria or a person's facts cannot be read"),
                            ("failed", "failed"),
                        ],
                        max_length=10,
                        verbose_name="problem",
                    ),
                ),
                (
                    "result",
                    models.JSONField(blank=True, null=True, verbose_name="waiting, contests, certificate"),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="buddies.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "matching round",
                "verbose_name_plural": "matching rounds",
                "ordering": ["-asked_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("programme",),
                        name="round_open_once_a_programme",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="added_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_roundevent" ("asked_at", "asked_by_id", "city_id", "closed_at", "criteria", "day", "done_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "programme_id", "seed") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."city_id", NEW."closed_at", NEW."criteria", NEW."day", NEW."done_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'added\', NEW."id", NEW."problem", NEW."programme_id", NEW."seed"); RETURN NULL;',
                            hash="43235cfcba33ea2ecd8568b955e64c8f6aed4c1f",
                            operation="INSERT",
                            pgid="pgtrigger_added_insert_3be68",
                            table="buddies_round",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."city_id" IS DISTINCT FROM (NEW."city_id") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."criteria" IS DISTINCT FROM (NEW."criteria") OR OLD."day" IS DISTINCT FROM (NEW."day") OR OLD."done_at" IS DISTINCT FROM (NEW."done_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."problem" IS DISTINCT FROM (NEW."problem") OR OLD."programme_id" IS DISTINCT FROM (NEW."programme_id") OR OLD."seed" IS DISTINCT FROM (NEW."seed"))',
                            func='INSERT INTO "buddies_roundevent" ("asked_at", "asked_by_id", "city_id", "closed_at", "criteria", "day", "done_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "programme_id", "seed") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."city_id", NEW."closed_at", NEW."criteria", NEW."day", NEW."done_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', NEW."id", NEW."problem", NEW."programme_id", NEW."seed"); RETURN NULL;',
                            hash="daa2acb695a7cf5cf361929369a5ffdd7ccd34a9",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_1848d",
                            table="buddies_round",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="deleted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_roundevent" ("asked_at", "asked_by_id", "city_id", "closed_at", "criteria", "day", "done_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "programme_id", "seed") VALUES (OLD."asked_at", OLD."asked_by_id", OLD."city_id", OLD."closed_at", OLD."criteria", OLD."day", OLD."done_at", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', OLD."id", OLD."problem", OLD."programme_id", OLD."seed"); RETURN NULL;',
                            hash="3eb3d33bcbe511ba3eddcca79a2ec635021fe391",
                            operation="DELETE",
                            pgid="pgtrigger_deleted_delete_2919f",
                            table="buddies_round",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "side",
                    models.CharField(
                        choices=[("newcomer", "newcomer"), ("volunteer", "volunteer")],
                        max_length=10,
                        verbose_name="side",
                    ),
                ),
                ("municipality", models.CharField(blank=True, max_length=80, verbose_name="municipality")),
                ("applied_at", models.DateTimeField(verbose_name="applied at")),
                ("intake_on", models.DateTimeField(blank=True, null=True, verbose_name="intake talk at")),
                (
                    "intake_done_on",
                    models.DateField(blank=True, null=True, verbose_name="intake talk held on"),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("ready", "ready to meet somebody"), ("referred", "goes to another offer")],
                        max_length=10,
                        verbose_name="outcome of the intake",
                    ),
                ),
                (
                    "referred_to",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("conversation", "a conversation table"),
                            ("course", "a language course"),
                            ("activities", "group activities"),
                            ("other_programme", "another programme"),
                            ("other", "another offer"),
                        ],
                        max_length=20,
                        verbose_name="goes to",
                    ),
                ),
                (
                    "trajectory",
                    models.CharField(
                        blank=True,
                        choices=[("obliged", "has to"), ("voluntary", "wants to"), ("none", "does not")],
                        max_length=10,
                        verbose_name="civic-integration trajectory",
                    ),
                ),
                (
                    "hours_needed",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="hours to reach"),
                ),
                ("capacity", models.PositiveSmallIntegerField(default=1, verbose_name="duos at once")),
                ("pooled_since", models.DateField(blank=True, null=True, verbose_name="waiting since")),
                ("held_until", models.DateField(blank=True, null=True, verbose_name="not before")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="withdrawn on")),
                (
                    "asked_to_go_on",
                    models.DateField(blank=True, null=True, verbose_name="asked to go on as a volunteer on"),
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
                        to="buddies.application",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="buddies.programme",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("signed_up_at", models.DateTimeField(verbose_name="signed up at")),
                ("came", models.BooleanField(blank=True, null=True, verbose_name="came")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="buddies.application",
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
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="buddies.groupactivity",
                    ),
                ),
                ("municipality", models.CharField(blank=True, max_length=80, verbose_name="municipality")),
                (
                    "training_check",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.check",
                        verbose_name="check",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendances",
                "ordering": ["signed_up_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("activity", "application"), name="attendance_once")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="added_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_attendanceevent" ("activity_id", "application_id", "came", "city_id", "id", "municipality", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_up_at", "training_check_id") VALUES (NEW."activity_id", NEW."application_id", NEW."came", NEW."city_id", NEW."id", NEW."municipality", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'added\', NEW."id", NEW."signed_up_at", NEW."training_check_id"); RETURN NULL;',
                            hash="14c70be8070b9674a8adb71eecff666e09c49f86",
                            operation="INSERT",
                            pgid="pgtrigger_added_insert_e1379",
                            table="buddies_attendance",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "buddies_attendanceevent" ("activity_id", "application_id", "came", "city_id", "id", "municipality", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_up_at", "training_check_id") VALUES (NEW."activity_id", NEW."application_id", NEW."came", NEW."city_id", NEW."id", NEW."municipality", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', NEW."id", NEW."signed_up_at", NEW."training_check_id"); RETURN NULL;',
                            hash="06e868e9396d9c6aedb610b39287a6e19e138fa5",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_42a55",
                            table="buddies_attendance",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="deleted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_attendanceevent" ("activity_id", "application_id", "came", "city_id", "id", "municipality", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_up_at", "training_check_id") VALUES (OLD."activity_id", OLD."application_id", OLD."came", OLD."city_id", OLD."id", OLD."municipality", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', OLD."id", OLD."signed_up_at", OLD."training_check_id"); RETURN NULL;',
                            hash="d92c872b69ce3f78d9d44a10df2db5c12610b1f4",
                            operation="DELETE",
                            pgid="pgtrigger_deleted_delete_0e963",
                            table="buddies_attendance",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommitmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("funder", models.CharField(max_length=120, verbose_name="funder")),
                (
                    "indicator",
                    models.CharField(
                        choices=[
                            ("duos_started", "duos that began"),
                            ("duos_completed", "duos that were completed"),
                            ("newcomers", "newcomers in a duo"),
                            ("volunteers", "volunteers in a duo"),
                            ("meetings", "meetings held"),
                            ("hours", "hours confirmed"),
                            ("trained", "people who came to a training"),
                            ("opportunities", "opportunities to practise the language"),
                        ],
                        max_length=20,
                        verbose_name="what is counted",
                    ),
                ),
                ("municipality", models.CharField(blank=True, max_length=80, verbose_name="municipality")),
                ("since", models.DateField(verbose_name="from")),
                ("until", models.DateField(verbose_name="until, that day included")),
                ("committed", models.PositiveIntegerField(verbose_name="promised")),
                (
                    "doubled",
                    models.BooleanField(default=False, verbose_name="its funding was doubled for this"),
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
                        to="buddies.commitment",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="buddies.programme",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Duo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slot", models.PositiveSmallIntegerField(default=1, verbose_name="place of the volunteer")),
                ("reasons", models.JSONField(blank=True, default=list, verbose_name="reasons")),
                ("proposed_at", models.DateTimeField(verbose_name="asked at")),
                (
                    "newcomer_answer",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "yes"), ("no", "no")],
                        max_length=3,
                        verbose_name="newcomer's answer",
                    ),
                ),
                (
                    "newcomer_answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="newcomer answered at"),
                ),
                (
                    "volunteer_answer",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "yes"), ("no", "no")],
                        max_length=3,
                        verbose_name="volunteer's answer",
                    ),
                ),
                (
                    "volunteer_answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="volunteer answered at"),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="starts on")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                ("over_on", models.DateField(blank=True, null=True, verbose_name="over on")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("declined", "one of the two said no"),
                            ("taken_back", "the proposal was taken back"),
                            ("completed", "completed"),
                            ("ended_early", "ended early"),
                        ],
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("duo-term", "The term is over"),
                            ("duo-goal", "They reached what they wanted"),
                            ("duo-private", "They go on as friends"),
                            ("duo-moved", "Somebody moved"),
                            ("duo-job", "Somebody began a job or a course"),
                            ("duo-time", "Somebody has no time"),
                            ("duo-language", "Talking was too hard"),
                            ("duo-no-click", "They did not get on"),
                            ("duo-unsafe", "Somebody did not feel safe"),
                            ("duo-other", "Another reason"),
                        ],
                        max_length=20,
                        verbose_name="why it ended",
                    ),
                ),
                ("in_contact", models.BooleanField(blank=True, null=True, verbose_name="still in contact")),
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
                    "newcomer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="as_newcomer",
                        to="buddies.application",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="as_volunteer",
                        to="buddies.application",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duos",
                        to="buddies.programme",
                    ),
                ),
                (
                    "municipality",
                    models.CharField(blank=True, max_length=80, verbose_name="municipality of the newcomer"),
                ),
                (
                    "volunteer_municipality",
                    models.CharField(blank=True, max_length=80, verbose_name="municipality of the volunteer"),
                ),
            ],
            options={
                "verbose_name": "duo",
                "verbose_name_plural": "duos",
                "ordering": ["-proposed_at", "-pk"],
                "indexes": [
                    models.Index(
                        fields=["city", "programme", "over_on"], name="buddies_duo_city_id_7c5f03_idx"
                    ),
                    models.Index(fields=["newcomer", "over_on"], name="buddies_duo_newcome_558d52_idx"),
                    models.Index(fields=["volunteer", "over_on"], name="buddies_duo_volunte_8c4a25_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("over_on__isnull", True)),
                        fields=("newcomer",),
                        name="duo_newcomer_in_one_at_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("over_on__isnull", True)),
                        fields=("volunteer", "slot"),
                        name="duo_volunteer_place_taken_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("over_on__isnull", True)),
                            models.Q(("over_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="duo_over_has_an_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ends_on__isnull", True), ("starts_on__isnull", True)),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="duo_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on__isnull", True),
                            models.Q(("newcomer_answer", "yes"), ("volunteer_answer", "yes")),
                            _connector="OR",
                        ),
                        name="duo_starts_with_two_yes",
                    ),
                    models.CheckConstraint(condition=models.Q(("slot__gte", 1)), name="duo_slot_from_one"),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="added_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_duoevent" ("city_id", "end_reason", "ends_on", "id", "in_contact", "municipality", "newcomer_answer", "newcomer_answered_at", "newcomer_id", "outcome", "over_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "proposed_at", "proposed_by_id", "reasons", "slot", "starts_on", "volunteer_answer", "volunteer_answered_at", "volunteer_id", "volunteer_municipality") VALUES (NEW."city_id", NEW."end_reason", NEW."ends_on", NEW."id", NEW."in_contact", NEW."municipality", NEW."newcomer_answer", NEW."newcomer_answered_at", NEW."newcomer_id", NEW."outcome", NEW."over_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'added\', NEW."id", NEW."programme_id", NEW."proposed_at", NEW."proposed_by_id", NEW."reasons", NEW."slot", NEW."starts_on", NEW."volunteer_answer", NEW."volunteer_answered_at", NEW."volunteer_id", NEW."volunteer_municipality"); RETURN NULL;',
                            hash="14d7e8a921d84645a6ff0ee9bbcb7302e260d83a",
                            operation="INSERT",
                            pgid="pgtrigger_added_insert_ca743",
                            table="buddies_duo",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "buddies_duoevent" ("city_id", "end_reason", "ends_on", "id", "in_contact", "municipality", "newcomer_answer", "newcomer_answered_at", "newcomer_id", "outcome", "over_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "proposed_at", "proposed_by_id", "reasons", "slot", "starts_on", "volunteer_answer", "volunteer_answered_at", "volunteer_id", "volunteer_municipality") VALUES (NEW."city_id", NEW."end_reason", NEW."ends_on", NEW."id", NEW."in_contact", NEW."municipality", NEW."newcomer_answer", NEW."newcomer_answered_at", NEW."newcomer_id", NEW."outcome", NEW."over_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', NEW."id", NEW."programme_id", NEW."proposed_at", NEW."proposed_by_id", NEW."reasons", NEW."slot", NEW."starts_on", NEW."volunteer_answer", NEW."volunteer_answered_at", NEW."volunteer_id", NEW."volunteer_municipality"); RETURN NULL;',
                            hash="56c9f3ece55ede2d606477834b066f05464f846f",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_a0dae",
                            table="buddies_duo",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="deleted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_duoevent" ("city_id", "end_reason", "ends_on", "id", "in_contact", "municipality", "newcomer_answer", "newcomer_answered_at", "newcomer_id", "outcome", "over_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "proposed_at", "proposed_by_id", "reasons", "slot", "starts_on", "volunteer_answer", "volunteer_answered_at", "volunteer_id", "volunteer_municipality") VALUES (OLD."city_id", OLD."end_reason", OLD."ends_on", OLD."id", OLD."in_contact", OLD."municipality", OLD."newcomer_answer", OLD."newcomer_answered_at", OLD."newcomer_id", OLD."outcome", OLD."over_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', OLD."id", OLD."programme_id", OLD."proposed_at", OLD."proposed_by_id", OLD."reasons", OLD."slot", OLD."starts_on", OLD."volunteer_answer", OLD."volunteer_answered_at", OLD."volunteer_id", OLD."volunteer_municipality"); RETURN NULL;',
                            hash="8832cef4419f9ac3cff02c202caa0a539d405b59",
                            operation="DELETE",
                            pgid="pgtrigger_deleted_delete_0a4a6",
                            table="buddies_duo",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DuoTally",
            fields=[
                (
                    "application",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="tally",
                        serialize=False,
                        to="buddies.application",
                    ),
                ),
                ("begun", models.IntegerField()),
                ("asked", models.IntegerField()),
                ("accepted", models.IntegerField()),
                ("finished", models.IntegerField()),
            ],
            options={
                "db_table": "buddies_duotally",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="GroupActivityEvent",
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
                        choices=[("training", "training"), ("activity", "group activity")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "names",
                    models.JSONField(
                        validators=[convive.core.languages.check_names], verbose_name="name in each language"
                    ),
                ),
                ("on", models.DateField(verbose_name="on")),
                ("at", models.TimeField(blank=True, null=True, verbose_name="at")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes")),
                ("where", models.CharField(blank=True, max_length=120, verbose_name="where")),
                ("seats", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="places")),
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
                        to="buddies.groupactivity",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="buddies.programme",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RoundEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("day", models.DateField(verbose_name="day")),
                ("seed", models.CharField(max_length=80, verbose_name="seed of the draw")),
                ("criteria", models.JSONField(verbose_name="criteria")),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="worked out at")),
                (
                    "problem",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nobody", "nobody waits on one of the two sides"),
                            ("refused", "the criteria or a person's facts cannot be read"),
                            ("failed", "failed"),
                        ],
                        max_length=10,
                        verbose_name="problem",
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        to="buddies.round",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="buddies.programme",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("first", "first agreement"),
                            ("amended", "changed agreement"),
                            ("extended", "extended agreement"),
                            ("renewed", "renewed agreement"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("en", "English"),
                                ("nl", "Dutch"),
                                ("fr", "French"),
                                ("it", "Italian"),
                                ("sv", "Swedish"),
                                ("ar", "Arabic"),
                            ],
                            max_length=5,
                        ),
                        size=None,
                        verbose_name="languages",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="starts on")),
                ("ends_on", models.DateField(verbose_name="ends on")),
                ("days_between", models.PositiveSmallIntegerField(verbose_name="days between meetings")),
                ("texts", models.JSONField(verbose_name="text in each language")),
                ("text_hash", models.CharField(max_length=64, verbose_name="SHA-256 of the text")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                ("taken_back_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back at")),
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
                    "duo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="buddies.duo",
                    ),
                ),
            ],
            options={
                "verbose_name": "agreement",
                "verbose_name_plural": "agreements",
                "ordering": ["duo", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("duo", "number"), name="agreement_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                        name="agreement_ends_after_it_starts",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="added_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_agreementevent" ("city_id", "days_between", "duo_id", "ends_on", "id", "kind", "languages", "made_at", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "taken_back_at", "text_hash", "texts") VALUES (NEW."city_id", NEW."days_between", NEW."duo_id", NEW."ends_on", NEW."id", NEW."kind", NEW."languages", NEW."made_at", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'added\', NEW."id", NEW."starts_on", NEW."taken_back_at", NEW."text_hash", NEW."texts"); RETURN NULL;',
                            hash="03145726627147bffa29f2af7564220282055250",
                            operation="INSERT",
                            pgid="pgtrigger_added_insert_1790f",
                            table="buddies_agreement",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "buddies_agreementevent" ("city_id", "days_between", "duo_id", "ends_on", "id", "kind", "languages", "made_at", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "taken_back_at", "text_hash", "texts") VALUES (NEW."city_id", NEW."days_between", NEW."duo_id", NEW."ends_on", NEW."id", NEW."kind", NEW."languages", NEW."made_at", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', NEW."id", NEW."starts_on", NEW."taken_back_at", NEW."text_hash", NEW."texts"); RETURN NULL;',
                            hash="68d5898de43ffaae304f08be222de1ee1ffea3d4",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_9b39d",
                            table="buddies_agreement",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="deleted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_agreementevent" ("city_id", "days_between", "duo_id", "ends_on", "id", "kind", "languages", "made_at", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "taken_back_at", "text_hash", "texts") VALUES (OLD."city_id", OLD."days_between", OLD."duo_id", OLD."ends_on", OLD."id", OLD."kind", OLD."languages", OLD."made_at", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', OLD."id", OLD."starts_on", OLD."taken_back_at", OLD."text_hash", OLD."texts"); RETURN NULL;',
                            hash="8664a14ca380194f64089e766f604781c6cbffb3",
                            operation="DELETE",
                            pgid="pgtrigger_deleted_delete_612fc",
                            table="buddies_agreement",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AttendanceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("signed_up_at", models.DateTimeField(verbose_name="signed up at")),
                ("came", models.BooleanField(blank=True, null=True, verbose_name="came")),
                (
                    "application",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="buddies.application",
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
                        to="buddies.attendance",
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="buddies.groupactivity",
                    ),
                ),
                ("municipality", models.CharField(blank=True, max_length=80, verbose_name="municipality")),
                (
                    "training_check",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.check",
                        verbose_name="check",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DuoEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("slot", models.PositiveSmallIntegerField(default=1, verbose_name="place of the volunteer")),
                ("reasons", models.JSONField(blank=True, default=list, verbose_name="reasons")),
                ("proposed_at", models.DateTimeField(verbose_name="asked at")),
                (
                    "newcomer_answer",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "yes"), ("no", "no")],
                        max_length=3,
                        verbose_name="newcomer's answer",
                    ),
                ),
                (
                    "newcomer_answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="newcomer answered at"),
                ),
                (
                    "volunteer_answer",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "yes"), ("no", "no")],
                        max_length=3,
                        verbose_name="volunteer's answer",
                    ),
                ),
                (
                    "volunteer_answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="volunteer answered at"),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="starts on")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                ("over_on", models.DateField(blank=True, null=True, verbose_name="over on")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("declined", "one of the two said no"),
                            ("taken_back", "the proposal was taken back"),
                            ("completed", "completed"),
                            ("ended_early", "ended early"),
                        ],
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("duo-term", "The term is over"),
                            ("duo-goal", "They reached what they wanted"),
                            ("duo-private", "They go on as friends"),
                            ("duo-moved", "Somebody moved"),
                            ("duo-job", "Somebody began a job or a course"),
                            ("duo-time", "Somebody has no time"),
                            ("duo-language", "Talking was too hard"),
                            ("duo-no-click", "They did not get on"),
                            ("duo-unsafe", "Somebody did not feel safe"),
                            ("duo-other", "Another reason"),
                        ],
                        max_length=20,
                        verbose_name="why it ended",
                    ),
                ),
                ("in_contact", models.BooleanField(blank=True, null=True, verbose_name="still in contact")),
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
                    "newcomer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="buddies.application",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="buddies.duo",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="buddies.application",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="buddies.programme",
                    ),
                ),
                (
                    "municipality",
                    models.CharField(blank=True, max_length=80, verbose_name="municipality of the newcomer"),
                ),
                (
                    "volunteer_municipality",
                    models.CharField(blank=True, max_length=80, verbose_name="municipality of the volunteer"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due on")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="held on")),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[("mail", "e-mail"), ("phone", "phone call"), ("message", "text message")],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                ("still_meeting", models.BooleanField(blank=True, null=True, verbose_name="they still meet")),
                ("satisfied", models.BooleanField(blank=True, null=True, verbose_name="both are content")),
                (
                    "next_step",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nothing", "nothing is needed"),
                            ("call_again", "calls again"),
                            ("talk_together", "talks with both"),
                            ("pause", "a pause"),
                            ("close", "the duo ends"),
                        ],
                        max_length=15,
                        verbose_name="what comes next",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "duo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="buddies.duo",
                    ),
                ),
            ],
            options={
                "verbose_name": "follow-up",
                "verbose_name_plural": "follow-ups",
                "ordering": ["due_on"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_on__isnull", True)),
                        fields=("duo", "due_on"),
                        name="follow_up_due_once_a_day",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="added_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_followupevent" ("by_id", "channel", "city_id", "done_on", "due_on", "duo_id", "id", "next_step", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "satisfied", "still_meeting") VALUES (NEW."by_id", NEW."channel", NEW."city_id", NEW."done_on", NEW."due_on", NEW."duo_id", NEW."id", NEW."next_step", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'added\', NEW."id", NEW."satisfied", NEW."still_meeting"); RETURN NULL;',
                            hash="2d62f2e4d21ca0ac6a12389bb5f2e67d0cdf48dc",
                            operation="INSERT",
                            pgid="pgtrigger_added_insert_3f8a5",
                            table="buddies_followup",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "buddies_followupevent" ("by_id", "channel", "city_id", "done_on", "due_on", "duo_id", "id", "next_step", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "satisfied", "still_meeting") VALUES (NEW."by_id", NEW."channel", NEW."city_id", NEW."done_on", NEW."due_on", NEW."duo_id", NEW."id", NEW."next_step", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', NEW."id", NEW."satisfied", NEW."still_meeting"); RETURN NULL;',
                            hash="639f3fddd5b39f869b52125c1ec8d0d3ae8c8c11",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_c15d9",
                            table="buddies_followup",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="deleted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_followupevent" ("by_id", "channel", "city_id", "done_on", "due_on", "duo_id", "id", "next_step", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "satisfied", "still_meeting") VALUES (OLD."by_id", OLD."channel", OLD."city_id", OLD."done_on", OLD."due_on", OLD."duo_id", OLD."id", OLD."next_step", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', OLD."id", OLD."satisfied", OLD."still_meeting"); RETURN NULL;',
                            hash="c2f79bf7a707c6a41d2df42c6c45b55d77ff6344",
                            operation="DELETE",
                            pgid="pgtrigger_deleted_delete_f8a6d",
                            table="buddies_followup",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="on")),
                ("at", models.TimeField(blank=True, null=True, verbose_name="at")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("held", "we met"),
                            ("cancelled", "cancelled"),
                            ("attempted", "tried, and reached nobody"),
                        ],
                        max_length=10,
                        verbose_name="what happened",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=0, verbose_name="minutes")),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("outdoors", "outdoors"),
                            ("cafe", "café or shop"),
                            ("library", "library or community house"),
                            ("home", "at home"),
                            ("phone", "by phone or video"),
                            ("other", "somewhere else"),
                        ],
                        max_length=10,
                        verbose_name="kind of place",
                    ),
                ),
                (
                    "doing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("talk", "talked"),
                            ("walk", "walked or cycled"),
                            ("sport", "sport"),
                            ("cook", "cooked or ate"),
                            ("city", "saw the city"),
                            ("culture", "film, music, museum"),
                            ("practical", "something practical"),
                            ("volunteering", "volunteering"),
                            ("course", "course or workshop"),
                            ("other", "something else"),
                        ],
                        max_length=15,
                        verbose_name="what you did",
                    ),
                ),
                (
                    "practised",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="mostly in the language that is practised"
                    ),
                ),
                ("met_others", models.BooleanField(blank=True, null=True, verbose_name="met new people")),
                (
                    "mood",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="how it was, from 1 to 3"
                    ),
                ),
                (
                    "mood_of_other",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="how it was for the other, from 1 to 3"
                    ),
                ),
                ("call_wanted", models.BooleanField(default=False, verbose_name="would like a call")),
                ("called_on", models.DateField(blank=True, null=True, verbose_name="called on")),
                (
                    "logged_by",
                    models.CharField(
                        choices=[
                            ("newcomer", "newcomer"),
                            ("volunteer", "volunteer"),
                            ("organisation", "organisation"),
                        ],
                        max_length=15,
                        verbose_name="told by",
                    ),
                ),
                ("logged_at", models.DateTimeField(verbose_name="told at")),
                ("sent_as", models.UUIDField(blank=True, null=True, verbose_name="key of the sending")),
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
                    "duo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="buddies.duo"
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting",
                "verbose_name_plural": "meetings",
                "ordering": ["-on", "-pk"],
                "indexes": [models.Index(fields=["duo", "kind", "on"], name="buddies_mee_duo_id_c90631_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "held")),
                        fields=("duo", "on"),
                        name="meeting_held_once_a_day",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("sent_as__isnull", False)),
                        fields=("duo", "sent_as"),
                        name="meeting_sent_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "held"), ("minutes__gt", 0), ("minutes__lte", 1440)),
                            models.Q(models.Q(("kind", "held"), _negated=True), ("minutes", 0)),
                            _connector="OR",
                        ),
                        name="meeting_held_has_minutes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mood__isnull", True), ("mood__range", (1, 3)), _connector="OR"),
                        name="meeting_mood",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mood_of_other__isnull", True), ("mood_of_other__range", (1, 3)), _connector="OR"
                        ),
                        name="meeting_mood_of_other",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="added_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_meetingevent" ("at", "called_on", "city_id", "doing", "duo_id", "id", "kind", "logged_at", "logged_by", "met_others", "minutes", "on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "practised", "sent_as") VALUES (NEW."at", NEW."called_on", NEW."city_id", NEW."doing", NEW."duo_id", NEW."id", NEW."kind", NEW."logged_at", NEW."logged_by", NEW."met_others", NEW."minutes", NEW."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'added\', NEW."id", NEW."place", NEW."practised", NEW."sent_as"); RETURN NULL;',
                            hash="ee3e430cb2262954fafe269a204e8895171a6250",
                            operation="INSERT",
                            pgid="pgtrigger_added_insert_9a1d5",
                            table="buddies_meeting",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."called_on" IS DISTINCT FROM (NEW."called_on") OR OLD."city_id" IS DISTINCT FROM (NEW."city_id") OR OLD."doing" IS DISTINCT FROM (NEW."doing") OR OLD."duo_id" IS DISTINCT FROM (NEW."duo_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."logged_at" IS DISTINCT FROM (NEW."logged_at") OR OLD."logged_by" IS DISTINCT FROM (NEW."logged_by") OR OLD."met_others" IS DISTINCT FROM (NEW."met_others") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."practised" IS DISTINCT FROM (NEW."practised") OR OLD."sent_as" IS DISTINCT FROM (NEW."sent_as"))',
                            func='INSERT INTO "buddies_meetingevent" ("at", "called_on", "city_id", "doing", "duo_id", "id", "kind", "logged_at", "logged_by", "met_others", "minutes", "on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "practised", "sent_as") VALUES (NEW."at", NEW."called_on", NEW."city_id", NEW."doing", NEW."duo_id", NEW."id", NEW."kind", NEW."logged_at", NEW."logged_by", NEW."met_others", NEW."minutes", NEW."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', NEW."id", NEW."place", NEW."practised", NEW."sent_as"); RETURN NULL;',
                            hash="644db1bb316dc8d3ad2e3c4194850a7d218be79b",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_fcbff",
                            table="buddies_meeting",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="deleted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_meetingevent" ("at", "called_on", "city_id", "doing", "duo_id", "id", "kind", "logged_at", "logged_by", "met_others", "minutes", "on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "practised", "sent_as") VALUES (OLD."at", OLD."called_on", OLD."city_id", OLD."doing", OLD."duo_id", OLD."id", OLD."kind", OLD."logged_at", OLD."logged_by", OLD."met_others", OLD."minutes", OLD."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', OLD."id", OLD."place", OLD."practised", OLD."sent_as"); RETURN NULL;',
                            hash="c671461753726eb776270211bd15a633368b2867",
                            operation="DELETE",
                            pgid="pgtrigger_deleted_delete_1bfd5",
                            table="buddies_meeting",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until, that day included")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("pause-holiday", "Holiday"),
                            ("pause-family", "Family"),
                            ("pause-work", "Work or exams"),
                            ("pause-rest", "Needs a rest"),
                            ("pause-other", "Another reason"),
                        ],
                        max_length=20,
                        verbose_name="why",
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
                    "duo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pauses", to="buddies.duo"
                    ),
                ),
            ],
            options={
                "verbose_name": "pause",
                "verbose_name_plural": "pauses",
                "ordering": ["since"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="pause_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)), fields=("duo",), name="pause_open_once"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="added_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_pauseevent" ("city_id", "duo_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "since", "until") VALUES (NEW."city_id", NEW."duo_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'added\', NEW."id", NEW."reason", NEW."since", NEW."until"); RETURN NULL;',
                            hash="92d1919ce6cf1111fb897ca8b855c4eadb713b28",
                            operation="INSERT",
                            pgid="pgtrigger_added_insert_e6a8c",
                            table="buddies_pause",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "buddies_pauseevent" ("city_id", "duo_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "since", "until") VALUES (NEW."city_id", NEW."duo_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', NEW."id", NEW."reason", NEW."since", NEW."until"); RETURN NULL;',
                            hash="9567c44ffecc309e4cfa35f38020261f345c2a90",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_e39c3",
                            table="buddies_pause",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="deleted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_pauseevent" ("city_id", "duo_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "since", "until") VALUES (OLD."city_id", OLD."duo_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', OLD."id", OLD."reason", OLD."since", OLD."until"); RETURN NULL;',
                            hash="f8e0eb8657bf4cad0732983ddb9625b81fbbcd6e",
                            operation="DELETE",
                            pgid="pgtrigger_deleted_delete_e7e6b",
                            table="buddies_pause",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("newcomer", "newcomer"), ("volunteer", "volunteer")],
                        max_length=10,
                        verbose_name="to",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("answer", "to answer a proposal"),
                            ("sign", "to sign the agreement"),
                            ("meet", "to tell of a meeting"),
                            ("ends", "that the term ends"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("on", models.DateField(verbose_name="on")),
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
                    "duo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="buddies.duo",
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder",
                "verbose_name_plural": "reminders",
                "constraints": [
                    models.UniqueConstraint(fields=("duo", "side", "kind", "on"), name="reminder_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundDuo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quality", models.PositiveSmallIntegerField(default=0, verbose_name="quality, of 10 000")),
                ("reasons", models.JSONField(default=list, verbose_name="reasons")),
                (
                    "locked",
                    models.BooleanField(
                        default=False, verbose_name="stays when the table is worked out again"
                    ),
                ),
                ("held_back", models.BooleanField(default=False, verbose_name="held back")),
                ("by_hand", models.BooleanField(default=False, verbose_name="put together by hand")),
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
                    "duo",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="line",
                        to="buddies.duo",
                    ),
                ),
                (
                    "newcomer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="buddies.application",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="buddies.round"
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="buddies.application",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a matching table",
                "verbose_name_plural": "lines of a matching table",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "newcomer"), name="round_newcomer_once"),
                    models.CheckConstraint(
                        condition=models.Q(("held_back", False), ("duo__isnull", True), _connector="OR"),
                        name="round_line_held_back_is_not_asked",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="added_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_roundduoevent" ("by_hand", "city_id", "duo_id", "held_back", "id", "locked", "newcomer_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quality", "round_id", "volunteer_id") VALUES (NEW."by_hand", NEW."city_id", NEW."duo_id", NEW."held_back", NEW."id", NEW."locked", NEW."newcomer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'added\', NEW."id", NEW."quality", NEW."round_id", NEW."volunteer_id"); RETURN NULL;',
                            hash="4f641c09fd9266945e3f7fea2dea6219f95ef134",
                            operation="INSERT",
                            pgid="pgtrigger_added_insert_904ee",
                            table="buddies_roundduo",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."by_hand" IS DISTINCT FROM (NEW."by_hand") OR OLD."city_id" IS DISTINCT FROM (NEW."city_id") OR OLD."duo_id" IS DISTINCT FROM (NEW."duo_id") OR OLD."held_back" IS DISTINCT FROM (NEW."held_back") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."locked" IS DISTINCT FROM (NEW."locked") OR OLD."newcomer_id" IS DISTINCT FROM (NEW."newcomer_id") OR OLD."quality" IS DISTINCT FROM (NEW."quality") OR OLD."round_id" IS DISTINCT FROM (NEW."round_id") OR OLD."volunteer_id" IS DISTINCT FROM (NEW."volunteer_id"))',
                            func='INSERT INTO "buddies_roundduoevent" ("by_hand", "city_id", "duo_id", "held_back", "id", "locked", "newcomer_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quality", "round_id", "volunteer_id") VALUES (NEW."by_hand", NEW."city_id", NEW."duo_id", NEW."held_back", NEW."id", NEW."locked", NEW."newcomer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', NEW."id", NEW."quality", NEW."round_id", NEW."volunteer_id"); RETURN NULL;',
                            hash="ec06ec10740ec3e881ec103b410f1eeb88c5f8e5",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_1e1fd",
                            table="buddies_roundduo",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="deleted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_roundduoevent" ("by_hand", "city_id", "duo_id", "held_back", "id", "locked", "newcomer_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quality", "round_id", "volunteer_id") VALUES (OLD."by_hand", OLD."city_id", OLD."duo_id", OLD."held_back", OLD."id", OLD."locked", OLD."newcomer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', OLD."id", OLD."quality", OLD."round_id", OLD."volunteer_id"); RETURN NULL;',
                            hash="2fdf826c62f7020af3f96a12a1843bbb6e21bcab",
                            operation="DELETE",
                            pgid="pgtrigger_deleted_delete_1f3d6",
                            table="buddies_roundduo",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("first", "first agreement"),
                            ("amended", "changed agreement"),
                            ("extended", "extended agreement"),
                            ("renewed", "renewed agreement"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("en", "English"),
                                ("nl", "Dutch"),
                                ("fr", "French"),
                                ("it", "Italian"),
                                ("sv", "Swedish"),
                                ("ar", "Arabic"),
                            ],
                            max_length=5,
                        ),
                        size=None,
                        verbose_name="languages",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="starts on")),
                ("ends_on", models.DateField(verbose_name="ends on")),
                ("days_between", models.PositiveSmallIntegerField(verbose_name="days between meetings")),
                ("texts", models.JSONField(verbose_name="text in each language")),
                ("text_hash", models.CharField(max_length=64, verbose_name="SHA-256 of the text")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                ("taken_back_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back at")),
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
                        to="buddies.agreement",
                    ),
                ),
                (
                    "duo",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="buddies.duo",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FollowUpEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("due_on", models.DateField(verbose_name="due on")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="held on")),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[("mail", "e-mail"), ("phone", "phone call"), ("message", "text message")],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                ("still_meeting", models.BooleanField(blank=True, null=True, verbose_name="they still meet")),
                ("satisfied", models.BooleanField(blank=True, null=True, verbose_name="both are content")),
                (
                    "next_step",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nothing", "nothing is needed"),
                            ("call_again", "calls again"),
                            ("talk_together", "talks with both"),
                            ("pause", "a pause"),
                            ("close", "the duo ends"),
                        ],
                        max_length=15,
                        verbose_name="what comes next",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "duo",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="buddies.duo",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="buddies.followup",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HoursEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="on")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes")),
                (
                    "doing",
                    models.CharField(
                        choices=[
                            ("talk", "talked"),
                            ("walk", "walked or cycled"),
                            ("sport", "sport"),
                            ("cook", "cooked or ate"),
                            ("city", "saw the city"),
                            ("culture", "film, music, museum"),
                            ("practical", "something practical"),
                            ("volunteering", "volunteering"),
                            ("course", "course or workshop"),
                            ("other", "something else"),
                        ],
                        max_length=15,
                        verbose_name="what it was",
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=40, verbose_name="code to confirm it")),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed at")),
                (
                    "attendance",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hours_entry",
                        to="buddies.attendance",
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
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hours_entries",
                        to="people.participant",
                    ),
                ),
                (
                    "meeting",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hours_entry",
                        to="buddies.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of hours",
                "verbose_name_plural": "entries of hours",
                "ordering": ["on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minutes__range", (1, 1440))), name="hours_have_minutes"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="hours_confirmed_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=("city", "code"),
                        name="hours_code_once",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="added_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_hoursentryevent" ("asked_at", "attendance_id", "city_id", "code", "confirmed_at", "confirmed_by_id", "doing", "id", "meeting_id", "minutes", "on", "organisation_id", "participant_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."asked_at", NEW."attendance_id", NEW."city_id", NEW."code", NEW."confirmed_at", NEW."confirmed_by_id", NEW."doing", NEW."id", NEW."meeting_id", NEW."minutes", NEW."on", NEW."organisation_id", NEW."participant_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'added\', NEW."id"); RETURN NULL;',
                            hash="4f09150b2c787655c9c2513dcef340df94c380b9",
                            operation="INSERT",
                            pgid="pgtrigger_added_insert_511cc",
                            table="buddies_hoursentry",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "buddies_hoursentryevent" ("asked_at", "attendance_id", "city_id", "code", "confirmed_at", "confirmed_by_id", "doing", "id", "meeting_id", "minutes", "on", "organisation_id", "participant_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."asked_at", NEW."attendance_id", NEW."city_id", NEW."code", NEW."confirmed_at", NEW."confirmed_by_id", NEW."doing", NEW."id", NEW."meeting_id", NEW."minutes", NEW."on", NEW."organisation_id", NEW."participant_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', NEW."id"); RETURN NULL;',
                            hash="efbee207d335f09119a486937dc35fd89521fd6a",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_dbc1b",
                            table="buddies_hoursentry",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="deleted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_hoursentryevent" ("asked_at", "attendance_id", "city_id", "code", "confirmed_at", "confirmed_by_id", "doing", "id", "meeting_id", "minutes", "on", "organisation_id", "participant_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."asked_at", OLD."attendance_id", OLD."city_id", OLD."code", OLD."confirmed_at", OLD."confirmed_by_id", OLD."doing", OLD."id", OLD."meeting_id", OLD."minutes", OLD."on", OLD."organisation_id", OLD."participant_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', OLD."id"); RETURN NULL;',
                            hash="0fb66563e926d463d59779c07d39ee8472370caf",
                            operation="DELETE",
                            pgid="pgtrigger_deleted_delete_ce092",
                            table="buddies_hoursentry",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("on", models.DateField(verbose_name="on")),
                ("at", models.TimeField(blank=True, null=True, verbose_name="at")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("held", "we met"),
                            ("cancelled", "cancelled"),
                            ("attempted", "tried, and reached nobody"),
                        ],
                        max_length=10,
                        verbose_name="what happened",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=0, verbose_name="minutes")),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("outdoors", "outdoors"),
                            ("cafe", "café or shop"),
                            ("library", "library or community house"),
                            ("home", "at home"),
                            ("phone", "by phone or video"),
                            ("other", "somewhere else"),
                        ],
                        max_length=10,
                        verbose_name="kind of place",
                    ),
                ),
                (
                    "doing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("talk", "talked"),
                            ("walk", "walked or cycled"),
                            ("sport", "sport"),
                            ("cook", "cooked or ate"),
                            ("city", "saw the city"),
                            ("culture", "film, music, museum"),
                            ("practical", "something practical"),
                            ("volunteering", "volunteering"),
                            ("course", "course or workshop"),
                            ("other", "something else"),
                        ],
                        max_length=15,
                        verbose_name="what you did",
                    ),
                ),
                (
                    "practised",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="mostly in the language that is practised"
                    ),
                ),
                ("met_others", models.BooleanField(blank=True, null=True, verbose_name="met new people")),
                ("called_on", models.DateField(blank=True, null=True, verbose_name="called on")),
                (
                    "logged_by",
                    models.CharField(
                        choices=[
                            ("newcomer", "newcomer"),
                            ("volunteer", "volunteer"),
                            ("organisation", "organisation"),
                        ],
                        max_length=15,
                        verbose_name="told by",
                    ),
                ),
                ("logged_at", models.DateTimeField(verbose_name="told at")),
                ("sent_as", models.UUIDField(blank=True, null=True, verbose_name="key of the sending")),
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
                    "duo",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="buddies.duo",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="buddies.meeting",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PauseEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("since", models.DateField(verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until, that day included")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("pause-holiday", "Holiday"),
                            ("pause-family", "Family"),
                            ("pause-work", "Work or exams"),
                            ("pause-rest", "Needs a rest"),
                            ("pause-other", "Another reason"),
                        ],
                        max_length=20,
                        verbose_name="why",
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
                    "duo",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="buddies.duo",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="buddies.pause",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RoundDuoEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("quality", models.PositiveSmallIntegerField(default=0, verbose_name="quality, of 10 000")),
                (
                    "locked",
                    models.BooleanField(
                        default=False, verbose_name="stays when the table is worked out again"
                    ),
                ),
                ("held_back", models.BooleanField(default=False, verbose_name="held back")),
                ("by_hand", models.BooleanField(default=False, verbose_name="put together by hand")),
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
                    "duo",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="buddies.duo",
                    ),
                ),
                (
                    "newcomer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="buddies.application",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="buddies.roundduo",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="buddies.round",
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="buddies.application",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "signer",
                    models.CharField(
                        choices=[
                            ("newcomer", "newcomer"),
                            ("volunteer", "volunteer"),
                            ("organisation", "organisation"),
                        ],
                        max_length=15,
                        verbose_name="who",
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
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                ("text_hash", models.CharField(max_length=64, verbose_name="SHA-256 of the text")),
                ("signed_at", models.DateTimeField(verbose_name="signed at")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="buddies.agreement",
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
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("on_paper", models.BooleanField(default=False, verbose_name="on paper")),
            ],
            options={
                "verbose_name": "signature",
                "verbose_name_plural": "signatures",
                "ordering": ["signed_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "signer"), name="signed_once_each")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="added_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_signatureevent" ("agreement_id", "city_id", "id", "language", "on_paper", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_at", "signer", "text_hash", "user_id") VALUES (NEW."agreement_id", NEW."city_id", NEW."id", NEW."language", NEW."on_paper", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'added\', NEW."id", NEW."signed_at", NEW."signer", NEW."text_hash", NEW."user_id"); RETURN NULL;',
                            hash="7c9371def6bca4f0e6c4161befc1d2c747f24f43",
                            operation="INSERT",
                            pgid="pgtrigger_added_insert_3490e",
                            table="buddies_signature",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "buddies_signatureevent" ("agreement_id", "city_id", "id", "language", "on_paper", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_at", "signer", "text_hash", "user_id") VALUES (NEW."agreement_id", NEW."city_id", NEW."id", NEW."language", NEW."on_paper", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', NEW."id", NEW."signed_at", NEW."signer", NEW."text_hash", NEW."user_id"); RETURN NULL;',
                            hash="fddd346573aad7935143ab5f9a4b6f5f175fa3f4",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_c9330",
                            table="buddies_signature",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="deleted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_signatureevent" ("agreement_id", "city_id", "id", "language", "on_paper", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_at", "signer", "text_hash", "user_id") VALUES (OLD."agreement_id", OLD."city_id", OLD."id", OLD."language", OLD."on_paper", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', OLD."id", OLD."signed_at", OLD."signer", OLD."text_hash", OLD."user_id"); RETURN NULL;',
                            hash="eca12ef4bea1c83074fc99bdc2dd13679f1b12fa",
                            operation="DELETE",
                            pgid="pgtrigger_deleted_delete_804f2",
                            table="buddies_signature",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HoursEntryEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("on", models.DateField(verbose_name="on")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes")),
                (
                    "doing",
                    models.CharField(
                        choices=[
                            ("talk", "talked"),
                            ("walk", "walked or cycled"),
                            ("sport", "sport"),
                            ("cook", "cooked or ate"),
                            ("city", "saw the city"),
                            ("culture", "film, music, museum"),
                            ("practical", "something practical"),
                            ("volunteering", "volunteering"),
                            ("course", "course or workshop"),
                            ("other", "something else"),
                        ],
                        max_length=15,
                        verbose_name="what it was",
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=40, verbose_name="code to confirm it")),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed at")),
                (
                    "attendance",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="buddies.attendance",
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
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        verbose_name="confirmed by",
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
                        to="buddies.hoursentry",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="buddies.meeting",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SignatureEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "signer",
                    models.CharField(
                        choices=[
                            ("newcomer", "newcomer"),
                            ("volunteer", "volunteer"),
                            ("organisation", "organisation"),
                        ],
                        max_length=15,
                        verbose_name="who",
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
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                ("text_hash", models.CharField(max_length=64, verbose_name="SHA-256 of the text")),
                ("signed_at", models.DateTimeField(verbose_name="signed at")),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="buddies.agreement",
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
                        to="buddies.signature",
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
                    ),
                ),
                ("on_paper", models.BooleanField(default=False, verbose_name="on paper")),
            ],
            options={
                "abstract": False,
            },
        ),
        convive.core.migrating.InstallTriggers(),
        migrations.RunSQL(CREATE, "DROP VIEW buddies_duotally"),
    ]
