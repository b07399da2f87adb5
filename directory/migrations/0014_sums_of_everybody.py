from django.db import migrations


class Migration(migrations.Migration):
    """The days of the regions right below one: without it half of all sums are looked through."""

    dependencies = [("directory", "0013_pulse_month")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX directory_countsum_of_everybody ON directory_countsum"
            " (level, session, region_code, day) WHERE trade = ''",
            "DROP INDEX directory_countsum_of_everybody",
        )
    ]
