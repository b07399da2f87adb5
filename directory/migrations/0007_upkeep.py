from pathlib import Path

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql" / "fact_changes.sql"


class Migration(migrations.Migration):
    dependencies = [("directory", "0006_reports")]

    operations = [
        migrations.CreateModel(
            name="DuplicateVerdict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seen", models.CharField(max_length=64, verbose_name="所依据的内容")),
                ("reason", models.CharField(max_length=200, verbose_name="理由")),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "verbose_name": "不是重复",
                "verbose_name_plural": "不是重复",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="FactChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fact",
                    models.CharField(
                        choices=[
                            ("hours", "运行时间"),
                            ("location", "位置"),
                            ("trades", "工种"),
                            ("contact", "联系方式"),
                            ("services", "服务和设施"),
                        ],
                        max_length=12,
                        verbose_name="内容",
                    ),
                ),
                ("changed_at", models.DateTimeField(verbose_name="修改时间")),
            ],
            options={
                "verbose_name": "核实后的改动",
                "verbose_name_plural": "核实后的改动",
                "ordering": ["market", "fact"],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("before", models.JSONField(verbose_name="合并前")),
                ("version", models.PositiveIntegerField(verbose_name="合并后的版本")),
                ("moved", models.JSONField(verbose_name="移过来的")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
            ],
            options={
                "verbose_name": "合并",
                "verbose_name_plural": "合并",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="confirmation",
            name="recorded_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, editable=False, verbose_name="记录时间"
            ),
        ),
        migrations.AddField(
            model_name="market",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_from",
                to="directory.market",
                verbose_name="并入",
            ),
        ),
        migrations.AddConstraint(
            model_name="market",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("pk")), _negated=True),
                    _connector="OR",
                ),
                name="market_is_not_merged_into_itself",
            ),
        ),
        migrations.AddField(
            model_name="duplicateverdict",
            name="market_a",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="verdicts_as_a",
                to="directory.market",
                verbose_name="地点甲",
            ),
        ),
        migrations.AddField(
            model_name="duplicateverdict",
            name="market_b",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="verdicts_as_b",
                to="directory.market",
                verbose_name="地点乙",
            ),
        ),
        migrations.AddField(
            model_name="duplicateverdict",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duplicate_verdicts",
                to="directory.office",
                verbose_name="机构",
            ),
        ),
        migrations.AddField(
            model_name="duplicateverdict",
            name="official",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duplicate_verdicts",
                to=settings.AUTH_USER_MODEL,
                verbose_name="认定人",
            ),
        ),
        migrations.AddField(
            model_name="factchange",
            name="market",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="fact_changes",
                to="directory.market",
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="gone",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="merges_away",
                to="directory.market",
                verbose_name="被并入",
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="official",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merges",
                to=settings.AUTH_USER_MODEL,
                verbose_name="办理人",
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="survivor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="merges_in",
                to="directory.market",
                verbose_name="保留",
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merges_undone",
                to=settings.AUTH_USER_MODEL,
                verbose_name="撤销人",
            ),
        ),
        migrations.AddConstraint(
            model_name="duplicateverdict",
            constraint=models.CheckConstraint(
                condition=models.Q(("market_a__lt", models.F("market_b"))),
                name="verdict_lower_key_first",
            ),
        ),
        migrations.AddConstraint(
            model_name="duplicateverdict",
            constraint=models.UniqueConstraint(
                fields=("market_a", "market_b"), name="one_verdict_for_two_places"
            ),
        ),
        migrations.AddConstraint(
            model_name="duplicateverdict",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="verdict_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="factchange",
            constraint=models.UniqueConstraint(
                fields=("market", "fact"), name="fact_change_once_a_fact"
            ),
        ),
        migrations.AddConstraint(
            model_name="factchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("fact__in", ["hours", "location", "trades", "contact", "services"])
                ),
                name="changed_fact_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at__isnull", True)),
                fields=("gone",),
                name="merged_away_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(("gone", models.F("survivor")), _negated=True),
                name="a_place_is_not_merged_into_itself",
            ),
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
