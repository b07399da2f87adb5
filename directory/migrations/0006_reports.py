import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("directory", "0005_imports")]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('receipt', models.CharField(max_length=12, unique=True, verbose_name='回执号')),
                ('kind', models.CharField(choices=[('wrong_hours', '时间不对'), ('wrong_pin', '位置不对'), ('moved', '搬走了'), ('closed', '没有了、关了'), ('other_correction', '别的信息不对'), ('fees', '收费、收押金'), ('false_posts', '招工信息是假的'), ('black_agent', '黑中介、骗人'), ('other_complaint', '别的投诉')], max_length=16, verbose_name='类型')),
                ('text', models.CharField(blank=True, max_length=1000, verbose_name='说明')),
                ('suggested_hours', models.CharField(blank=True, max_length=200, verbose_name='所说的时间')),
                ('suggested_lon', models.FloatField(blank=True, null=True, verbose_name='所说的经度')),
                ('suggested_lat', models.FloatField(blank=True, null=True, verbose_name='所说的纬度')),
                ('suggested_datum', models.CharField(blank=True, choices=[('wgs84', 'WGS-84 / CGCS2000'), ('gcj02', 'GCJ-02（高德、腾讯、微信）'), ('bd09', 'BD-09（百度）')], max_length=10, verbose_name='所说的坐标系')),
                ('suggested_address', models.CharField(blank=True, max_length=200, verbose_name='所说的新地址')),
                ('language', models.CharField(choices=[('zh-hans', '中文'), ('en', 'English')], max_length=10, verbose_name='语言')),
                ('state', models.CharField(choices=[('new', '已收到'), ('handling', '正在办理'), ('answered', '已答复'), ('dismissed', '不予采纳')], default='new', max_length=10, verbose_name='状态')),
                ('region_code', models.CharField(max_length=6, verbose_name='区划代码')),
                ('answer', models.CharField(blank=True, max_length=1000, verbose_name='答复')),
                ('created_at', models.DateTimeField(verbose_name='收到时间')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='答复时间')),
                ('handled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('market', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='directory.market', verbose_name='市场')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='directory.office', verbose_name='办理机构')),
                ('proposal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to='directory.proposal', verbose_name='变更申请')),
                ('repeat_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='repeats', to='directory.report', verbose_name='重复于')),
            ],
            options={
                'verbose_name': '群众来件',
                'verbose_name_plural': '群众来件',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ContactReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_at', models.DateTimeField(auto_now_add=True, verbose_name='查看时间')),
                ('official', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to=settings.AUTH_USER_MODEL, verbose_name='查看人')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='directory.report', verbose_name='来件')),
            ],
            options={
                'verbose_name': '联系方式查看记录',
                'verbose_name_plural': '联系方式查看记录',
                'ordering': ['-read_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReportContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ciphertext', models.TextField(verbose_name='密文')),
                ('delete_after', models.DateField(db_index=True, verbose_name='保留至')),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='contact', to='directory.report', verbose_name='来件')),
            ],
            options={
                'verbose_name': '来件人联系方式',
                'verbose_name_plural': '来件人联系方式',
            },
        ),
        migrations.CreateModel(
            name='ReportThrottle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bucket', models.CharField(max_length=64, verbose_name='计数对象')),
                ('starts_at', models.DateTimeField(verbose_name='开始')),
                ('count', models.PositiveIntegerField(verbose_name='次数')),
            ],
            options={
                'verbose_name': '来件限次',
                'verbose_name_plural': '来件限次',
                'constraints': [models.UniqueConstraint(fields=('bucket', 'starts_at'), name='report_throttle_once')],
            },
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['state', 'region_code'], name='report_waiting'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['market', 'kind'], name='report_of_a_place'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('receipt__regex', '^[0-9a-hjkmnp-tv-z]{12}$')), name='report_receipt_form'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['new', 'handling', 'answered', 'dismissed'])), name='report_state_known'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('region_code__regex', '^[0-9]{6}$')), name='report_region_six_digits'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['answered', 'dismissed']), _negated=True), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='a_finished_report_has_its_answer'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('suggested_lat__isnull', True), ('suggested_lon__isnull', True), ('suggested_datum', '')), models.Q(('suggested_lat__range', (-90, 90)), ('suggested_lon__range', (-180, 180)), ('suggested_datum__in', ['wgs84', 'gcj02', 'bd09'])), _connector='OR'), name='report_position_whole_or_none'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('repeat_of__isnull', True), models.Q(('repeat_of', models.F('id')), _negated=True), _connector='OR'), name='report_repeats_another'),
        ),
    ]
