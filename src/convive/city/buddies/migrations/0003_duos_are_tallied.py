from django.db import migrations

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
    dependencies = [("buddies", "0002_initial")]

    operations = [
        migrations.RunSQL(CREATE, "DROP VIEW buddies_duotally"),
    ]
