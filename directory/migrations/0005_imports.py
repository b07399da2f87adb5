import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0004_proposals"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0, verbose_name="已处理")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="总数")),
                ("heartbeat", models.DateTimeField(blank=True, null=True, verbose_name="最近活动")),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("stopping", models.BooleanField(default=False, verbose_name="要求停止")),
                ("message", models.TextField(blank=True, verbose_name="说明")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="创建时间")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("sha256", models.CharField(max_length=64, verbose_name="文件校验")),
                ("size", models.PositiveIntegerField(verbose_name="文件大小")),
                ("stored", models.CharField(blank=True, max_length=200, verbose_name="存放")),
                ("region_code", models.CharField(max_length=6, verbose_name="区划代码")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "等待读取"),
                            ("mapping", "待确认列对应"),
                            ("reading", "正在读取"),
                            ("preview", "待核对"),
                            ("submitted", "待审核"),
                            ("sent_back", "已退回"),
                            ("approved", "已批准，等待写入"),
                            ("applying", "正在写入"),
                            ("applied", "已写入"),
                            ("cancelled", "已取消"),
                            ("failed", "未成功"),
                        ],
                        db_index=True,
                        default="uploaded",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("template", models.CharField(max_length=6, verbose_name="模板")),
                (
                    "datum",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("wgs84", "WGS-84 / CGCS2000"),
                            ("gcj02", "GCJ-02（高德、腾讯、微信）"),
                            ("bd09", "BD-09（百度）"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="坐标系",
                    ),
                ),
                (
                    "gone",
                    models.CharField(
                        choices=[("keep", "保留不动"), ("close", "提出关闭，另行审核")],
                        default="keep",
                        max_length=5,
                        verbose_name="文件里没有的地点",
                    ),
                ),
                (
                    "blank",
                    models.CharField(
                        choices=[("keep", "保留台账原值"), ("clear", "清空台账原值")],
                        default="keep",
                        max_length=5,
                        verbose_name="空单元格",
                    ),
                ),
                ("defaults", models.JSONField(blank=True, default=dict, verbose_name="缺省值")),
                ("mapping", models.JSONField(blank=True, default=dict, verbose_name="列对应")),
                ("columns", models.JSONField(blank=True, default=list)),
                ("sheets", models.JSONField(blank=True, default=list)),
                ("skipped", models.JSONField(blank=True, default=list)),
                ("counts", models.JSONField(blank=True, default=dict, verbose_name="数目")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="提交时间"),
                ),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="审核时间"),
                ),
                (
                    "review_note",
                    models.CharField(blank=True, max_length=500, verbose_name="审核意见"),
                ),
                (
                    "approver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approved_imports",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审核人",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="directory.office",
                        verbose_name="机构",
                    ),
                ),
                (
                    "uploader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
            ],
            options={
                "verbose_name": "导入",
                "verbose_name_plural": "导入",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ImportMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("template", models.CharField(max_length=6, verbose_name="模板")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("fields", models.JSONField(default=dict, verbose_name="列对应")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="修改时间")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="import_mappings",
                        to="directory.office",
                        verbose_name="机构",
                    ),
                ),
            ],
            options={
                "verbose_name": "列对应",
                "verbose_name_plural": "列对应",
                "ordering": ["office", "template", "name"],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(verbose_name="次序")),
                ("sheet", models.CharField(blank=True, max_length=100, verbose_name="工作表")),
                ("row", models.PositiveIntegerField(default=0, verbose_name="行")),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="名称")),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("new", "新增"),
                            ("changed", "变更"),
                            ("unchanged", "无变化"),
                            ("gone", "文件里没有"),
                            ("error", "有错误"),
                            ("duplicate", "疑似重复"),
                            ("unplaced", "没有位置"),
                            ("foreign", "不属于本区域"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("values", models.JSONField(default=dict)),
                ("cells", models.JSONField(default=dict)),
                ("problems", models.JSONField(default=list)),
                ("base_version", models.PositiveIntegerField(blank=True, null=True)),
                ("entry", models.JSONField(blank=True, null=True)),
                ("changes", models.JSONField(default=list)),
                ("candidates", models.JSONField(default=list)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "未决定"),
                            ("leave_out", "不导入这一行"),
                            ("is_new", "是新地点"),
                            ("same_as", "就是已有地点"),
                            ("keep", "保留不动"),
                            ("close", "提出关闭"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="决定",
                    ),
                ),
                ("same_as", models.CharField(blank=True, max_length=12, verbose_name="已有地点")),
                ("placed", models.JSONField(blank=True, null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="directory.importbatch",
                    ),
                ),
                (
                    "market",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="import_rows",
                        to="directory.market",
                    ),
                ),
            ],
            options={
                "verbose_name": "导入的行",
                "verbose_name_plural": "导入的行",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="ExportJob",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0, verbose_name="已处理")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="总数")),
                ("heartbeat", models.DateTimeField(blank=True, null=True, verbose_name="最近活动")),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("stopping", models.BooleanField(default=False, verbose_name="要求停止")),
                ("message", models.TextField(blank=True, verbose_name="说明")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="创建时间")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                ("region_code", models.CharField(max_length=6, verbose_name="区划代码")),
                ("template", models.CharField(max_length=6, verbose_name="模板")),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("xlsx", "Excel 工作簿"),
                            ("csv", "CSV 表格"),
                            ("geojson", "GeoJSON"),
                        ],
                        max_length=8,
                        verbose_name="格式",
                    ),
                ),
                ("filters", models.JSONField(blank=True, default=dict, verbose_name="条件")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "等待生成"),
                            ("running", "正在生成"),
                            ("ready", "可以下载"),
                            ("expired", "已过期删除"),
                            ("cancelled", "已取消"),
                            ("failed", "未成功"),
                        ],
                        db_index=True,
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("rows", models.PositiveIntegerField(default=0, verbose_name="地点数")),
                ("stored", models.CharField(blank=True, max_length=200, verbose_name="存放")),
                ("size", models.PositiveIntegerField(default=0, verbose_name="文件大小")),
                (
                    "official",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exports",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="导出人",
                    ),
                ),
            ],
            options={
                "verbose_name": "导出",
                "verbose_name_plural": "导出",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["waiting", "running", "ready", "expired", "cancelled", "failed"],
                            )
                        ),
                        name="export_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("format__in", ["xlsx", "csv", "geojson"])),
                        name="export_format_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("region_code__regex", "^[0-9]{6}$")),
                        name="export_region_six_digits",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="importbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "uploaded",
                            "mapping",
                            "reading",
                            "preview",
                            "submitted",
                            "sent_back",
                            "approved",
                            "applying",
                            "applied",
                            "cancelled",
                            "failed",
                        ],
                    )
                ),
                name="import_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="importbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("region_code__regex", "^[0-9]{6}$")),
                name="import_region_six_digits",
            ),
        ),
        migrations.AddConstraint(
            model_name="importbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approver__isnull", True),
                    models.Q(("approver", models.F("uploader")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_approves_his_own_import",
            ),
        ),
        migrations.AddConstraint(
            model_name="importbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["approved", "applying", "applied", "sent_back"]),
                        _negated=True,
                    ),
                    models.Q(("approver__isnull", False), ("approved_at__isnull", False)),
                    _connector="OR",
                ),
                name="a_reviewed_import_names_its_reviewer",
            ),
        ),
        migrations.AddConstraint(
            model_name="importbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "sent_back"), _negated=True),
                    models.Q(("review_note", ""), _negated=True),
                    _connector="OR",
                ),
                name="import_sent_back_with_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="importmapping",
            constraint=models.UniqueConstraint(
                fields=("office", "template", "name"), name="mapping_name_once_an_office"
            ),
        ),
        migrations.AddConstraint(
            model_name="importmapping",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="mapping_has_a_name"
            ),
        ),
        migrations.AddIndex(
            model_name="importrow",
            index=models.Index(fields=["batch", "sort", "position"], name="import_row_by_sort"),
        ),
        migrations.AddConstraint(
            model_name="importrow",
            constraint=models.UniqueConstraint(
                fields=("batch", "position"), name="import_row_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="importrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "sort__in",
                        [
                            "new",
                            "changed",
                            "unchanged",
                            "gone",
                            "error",
                            "duplicate",
                            "unplaced",
                            "foreign",
                        ],
                    )
                ),
                name="import_row_sort_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="importrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decision__in", ["", "leave_out", "is_new", "same_as", "keep", "close"])
                ),
                name="import_row_decision_known",
            ),
        ),
    ]
