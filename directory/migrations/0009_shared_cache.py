"""The table of the shared cache, as `createcachetable` makes it: second-factor codes used once."""

from django.db import migrations

MAKE = """
CREATE TABLE IF NOT EXISTS office_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX IF NOT EXISTS office_cache_expires ON office_cache (expires);
"""


class Migration(migrations.Migration):

    dependencies = [("directory", "0008_history")]

    operations = [migrations.RunSQL(MAKE, "DROP TABLE office_cache")]
