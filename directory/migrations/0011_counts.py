from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql" / "counts.sql"
UNDO = """
DROP TABLE directory_countsum, directory_countdirty, directory_countcorrection, directory_count;
DROP FUNCTION directory_count_month(date), directory_count_corrected(), directory_count_soiled();
"""


class Migration(migrations.Migration):

    dependencies = [("directory", "0010_publication_basis")]

    operations = [
        migrations.CreateModel(
            name='BriefingJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='已处理')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='总数')),
                ('heartbeat', models.DateTimeField(blank=True, null=True, verbose_name='最近活动')),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('stopping', models.BooleanField(default=False, verbose_name='要求停止')),
                ('message', models.TextField(blank=True, verbose_name='说明')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
                ('region_code', models.CharField(max_length=6, verbose_name='区划代码')),
                ('start', models.DateField(verbose_name='起')),
                ('end', models.DateField(verbose_name='止')),
                ('state', models.CharField(choices=[('waiting', '等待生成'), ('running', '正在生成'), ('ready', '可以下载'), ('expired', '已过期删除'), ('cancelled', '已取消'), ('failed', '未成功')], db_index=True, default='waiting', max_length=10, verbose_name='状态')),
                ('pdf', models.CharField(blank=True, max_length=200, verbose_name='PDF')),
                ('workbook', models.CharField(blank=True, max_length=200, verbose_name='工作簿')),
            ],
            options={
                'verbose_name': '简报',
                'verbose_name_plural': '简报',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='roleassignment',
            name='role_known',
        ),
        migrations.AlterField(
            model_name='roleassignment',
            name='role',
            field=models.CharField(choices=[('district_clerk', '区县经办'), ('district_lead', '区县负责人'), ('city', '市级'), ('province', '省级'), ('counter', '现场计数'), ('planner', '规划'), ('department', '协同部门（只读）'), ('auditor', '审计'), ('sysadmin', '系统管理员')], max_length=16, verbose_name='角色'),
        ),
        migrations.AddConstraint(
            model_name='roleassignment',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['district_clerk', 'district_lead', 'city', 'province', 'counter', 'planner', 'department', 'auditor', 'sysadmin'])), name='role_known'),
        ),
        migrations.AddField(
            model_name='briefingjob',
            name='official',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='briefings', to=settings.AUTH_USER_MODEL, verbose_name='制作人'),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(SQL.read_text(encoding="utf-8"), UNDO)],
            state_operations=[
                migrations.CreateModel(
                    name='Count',
                    fields=[
                        ('key', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                        ('region_code', models.CharField(max_length=6, verbose_name='区县代码')),
                        ('day', models.DateField(verbose_name='日期')),
                        ('session', models.CharField(choices=[('am', '上午'), ('pm', '下午')], max_length=2, verbose_name='场次')),
                        ('seekers', models.PositiveIntegerField(blank=True, null=True, verbose_name='求职人数')),
                        ('posts', models.PositiveIntegerField(blank=True, null=True, verbose_name='招聘岗位')),
                        ('hires', models.PositiveIntegerField(blank=True, null=True, verbose_name='招成人数')),
                        ('trades', models.JSONField(blank=True, default=dict, verbose_name='分工种')),
                        ('method', models.CharField(choices=[('heads', '逐个点数'), ('estimate', '分片估数'), ('register', '登记或叫号'), ('other', '其他')], max_length=10, verbose_name='统计方式')),
                        ('counted_at', models.DateTimeField(verbose_name='计数时间')),
                        ('received_at', models.DateTimeField(auto_now_add=True, verbose_name='收到时间')),
                        ('withdrawn', models.BooleanField(default=False, verbose_name='作废')),
                        ('version', models.PositiveIntegerField(default=1, verbose_name='版本')),
                        ('demo', models.BooleanField(default=False, verbose_name='演示数据')),
                    ],
                    options={
                        'verbose_name': '计数',
                        'verbose_name_plural': '计数',
                        'ordering': ['-day', '-counted_at'],
                    },
                ),
                migrations.CreateModel(
                    name='CountCorrection',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('count_key', models.UUIDField()),
                        ('region_code', models.CharField(max_length=6, verbose_name='区县代码')),
                        ('at', models.DateTimeField(verbose_name='更正时间')),
                        ('actor', models.TextField(verbose_name='更正人')),
                        ('reason', models.TextField(verbose_name='理由')),
                        ('before', models.JSONField(verbose_name='原值')),
                        ('after', models.JSONField(verbose_name='新值')),
                    ],
                    options={
                        'verbose_name': '计数的更正',
                        'verbose_name_plural': '计数的更正',
                        'ordering': ['id'],
                    },
                ),
                migrations.CreateModel(
                    name='CountDirty',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('region_code', models.CharField(max_length=6)),
                        ('day', models.DateField()),
                    ],
                ),
                migrations.CreateModel(
                    name='CountSum',
                    fields=[
                        ('pk', models.CompositePrimaryKey('level', 'region_code', 'trade', 'session', 'day', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('level', models.PositiveSmallIntegerField()),
                        ('region_code', models.CharField(max_length=6)),
                        ('trade', models.CharField(blank=True, max_length=40)),
                        ('session', models.CharField(choices=[('am', '上午'), ('pm', '下午')], max_length=2)),
                        ('day', models.DateField()),
                        ('places', models.PositiveIntegerField()),
                        ('seekers', models.PositiveBigIntegerField()),
                        ('seekers_places', models.PositiveIntegerField()),
                        ('posts', models.PositiveBigIntegerField()),
                        ('posts_places', models.PositiveIntegerField()),
                        ('hires', models.PositiveBigIntegerField()),
                        ('hires_places', models.PositiveIntegerField()),
                    ],
                ),
                migrations.AddField(
                    model_name='count',
                    name='counter',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='counts', to=settings.AUTH_USER_MODEL, verbose_name='计数人'),
                ),
                migrations.AddField(
                    model_name='count',
                    name='market',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counts', to='directory.market', verbose_name='市场'),
                ),
                migrations.AddField(
                    model_name='countcorrection',
                    name='market',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='count_corrections', to='directory.market'),
                ),
            ],
        ),
    ]
