from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0014_sums_of_everybody")]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="grounds",
            field=models.JSONField(blank=True, null=True, verbose_name="依据"),
        ),
        migrations.AlterField(
            model_name="proposal",
            name="source",
            field=models.CharField(
                choices=[
                    ("typed", "录入"),
                    ("import", "导入"),
                    ("report", "群众报错"),
                    ("plan", "布点方案"),
                ],
                default="typed",
                max_length=8,
                verbose_name="来源",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("source", "plan")),
                fields=["region_code"],
                name="proposal_from_a_plan",
            ),
        ),
    ]
