from django.db import migrations, models

from directory import history_triggers


def install(apps, schema_editor):
    history_triggers.install()


class Migration(migrations.Migration):
    dependencies = [("directory", "0007_upkeep")]

    operations = [
        migrations.RunSQL(history_triggers.SQL.read_text(encoding="utf-8")),
        migrations.CreateModel(
            name="HistoryEntry",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="序号")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("txid", models.BigIntegerField(verbose_name="事务")),
                ("official", models.BigIntegerField(null=True, verbose_name="操作人编号")),
                ("actor", models.TextField(verbose_name="操作人")),
                ("act", models.TextField(verbose_name="事项")),
                ("reason", models.TextField(verbose_name="理由")),
                ("db_role", models.TextField(verbose_name="数据库用户")),
                ("kind", models.TextField(verbose_name="对象类型")),
                ("object_pk", models.BigIntegerField(verbose_name="对象编号")),
                ("market_pk", models.BigIntegerField(null=True, verbose_name="市场编号")),
                ("public_id", models.TextField(verbose_name="编号")),
                ("region_code", models.TextField(verbose_name="区划代码")),
                ("region_before", models.TextField(verbose_name="原区划代码")),
                (
                    "operation",
                    models.TextField(
                        choices=[
                            ("baseline", "开始记录时已有"),
                            ("insert", "新增"),
                            ("update", "修改"),
                            ("delete", "删除"),
                            ("pause", "暂停记录"),
                        ],
                        verbose_name="变更",
                    ),
                ),
                ("before", models.JSONField(null=True, verbose_name="原值")),
                ("after", models.JSONField(null=True, verbose_name="新值")),
                ("prev_hash", models.TextField(verbose_name="前一校验值")),
                ("hash", models.TextField(verbose_name="校验值")),
            ],
            options={
                "verbose_name": "历史记录",
                "verbose_name_plural": "历史记录",
                "db_table": "directory_historyentry",
                "ordering": ["-seq"],
                "managed": False,
            },
        ),
        migrations.RunPython(install),
    ]
