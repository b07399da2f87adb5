"""The report of an answered run as a file, made in the background and kept for a week."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.kinds import Kind
from directory.models import Official
from directory.models.jobs import FileJob
from planning.models.scenario import Run


class ReportJob(FileJob):
    """One form of a run's report in one language.

    An answer never changes, so a file once made is the same for all who may read the run, and is
    made once for all of them; `official` is who asked first.
    """

    class Format(models.TextChoices):
        PDF = "pdf", _("PDF，附行动清单")
        XLSX = "xlsx", _("工作簿")
        GPKG = "gpkg", "GeoPackage"
        HTML = "html", _("断网也能打开的地图")

    access_kind = Kind.PLAN

    run = models.ForeignKey(
        Run, verbose_name=_("计算"), on_delete=models.CASCADE, related_name="reports"
    )
    official = models.ForeignKey(
        Official, verbose_name=_("要求生成的人"), on_delete=models.PROTECT, related_name="+"
    )
    format = models.CharField(_("格式"), max_length=4, choices=Format.choices)
    language = models.CharField(_("语言"), max_length=10, default="zh-hans")
    stored = models.CharField(_("存放"), max_length=200, blank=True)
    size = models.PositiveIntegerField(_("文件大小"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("报告")
        ordering = ["-created_at", "-pk"]
        constraints = [
            FileJob.state_known("plan_report_state_known"),
            models.CheckConstraint(
                condition=Q(format__in=["pdf", "xlsx", "gpkg", "html"]),
                name="plan_report_format_known",
            ),
            models.UniqueConstraint(
                fields=["run", "format", "language"],
                condition=Q(state__in=["waiting", "running", "ready"]),
                name="plan_report_made_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.format}"
