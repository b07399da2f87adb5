"""What the worker does in the background and leaves files of; a file of places on its way out."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.kinds import Kind
from directory.models.people import Official


class Work(models.Model):
    """Something that the worker does in the background, and how far it has come.

    `heartbeat` is set while it runs; `stopping` asks it to end. Both are written outside the
    transaction of the work itself.
    """

    done = models.PositiveIntegerField(_("已处理"), default=0)
    total = models.PositiveIntegerField(_("总数"), default=0)
    heartbeat = models.DateTimeField(_("最近活动"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    stopping = models.BooleanField(_("要求停止"), default=False)
    message = models.TextField(_("说明"), blank=True)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.total) if self.total else 0


class FileJob(Work):
    """Work that leaves files for the `official` who asked for it; see directory/file_jobs.py.

    `region_code`: the region that was asked for; that of the official's office where none was.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("等待生成")
        RUNNING = "running", _("正在生成")
        READY = "ready", _("可以下载")
        EXPIRED = "expired", _("已过期删除")
        CANCELLED = "cancelled", _("已取消")
        FAILED = "failed", _("未成功")

    access_region = "region_code"

    region_code = models.CharField(_("区划代码"), max_length=6)
    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.WAITING, db_index=True
    )

    class Meta:
        abstract = True

    @classmethod
    def state_known(cls, name: str) -> models.CheckConstraint:
        return models.CheckConstraint(condition=Q(state__in=cls.State.values), name=name)


class ExportJob(FileJob):
    """A file made of what its owner may see; only he downloads it. The record stays."""

    class Format(models.TextChoices):
        XLSX = "xlsx", _("Excel 工作簿")
        CSV = "csv", _("CSV 表格")
        GEOJSON = "geojson", _("GeoJSON")

    access_kind = Kind.EXPORT

    official = models.ForeignKey(
        Official, verbose_name=_("导出人"), on_delete=models.PROTECT, related_name="exports"
    )
    template = models.CharField(_("模板"), max_length=6)
    format = models.CharField(_("格式"), max_length=8, choices=Format.choices)
    filters = models.JSONField(_("条件"), default=dict, blank=True)
    rows = models.PositiveIntegerField(_("地点数"), default=0)
    stored = models.CharField(_("存放"), max_length=200, blank=True)
    size = models.PositiveIntegerField(_("文件大小"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("导出")
        ordering = ["-created_at", "-pk"]
        constraints = [
            FileJob.state_known("export_state_known"),
            models.CheckConstraint(
                condition=Q(format__in=["xlsx", "csv", "geojson"]), name="export_format_known"
            ),
            models.CheckConstraint(
                condition=Q(region_code__regex=r"^[0-9]{6}$"), name="export_region_six_digits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_code} {self.format}"
