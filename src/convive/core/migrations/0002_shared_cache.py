from django.db import migrations

# The table of Django's database cache, as `createcachetable` would make it: counts of failed sign-ins and codes that
# were used must be known to every process.
CREATE = """
CREATE TABLE core_shared_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX core_shared_cache_expires ON core_shared_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, "DROP TABLE core_shared_cache")]
