"""Counts that returns ask for and the public does not see: each with its day and how it was got."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.kinds import Kind
from directory.models.market import Market

MOST = 1_000_000


class MarketFigure(models.Model):
    """One count of people at a place; earlier counts stay. Numbers only, never persons."""

    class Counted(models.TextChoices):
        """The two figures of the return to the ministry."""

        SEEKERS = "seekers", _("求职人员规模")
        HIRES = "hires", _("日均招聘成功人数")

    access_kind = Kind.MARKET
    access_region = "market__region_code"

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="figures")
    kind = models.CharField(_("指标"), max_length=10, choices=Counted.choices)
    value = models.PositiveIntegerField(_("人数"), validators=[MaxValueValidator(MOST)])
    counted_on = models.DateField(_("统计日期"), null=True, blank=True)
    method = models.CharField(_("统计方式"), max_length=100, blank=True)
    source = models.CharField(_("来源"), max_length=100, blank=True)
    entered_at = models.DateTimeField(_("录入时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("人数")
        ordering = ["kind", "-counted_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["seekers", "hires"]), name="figure_kind_known"
            ),
            models.CheckConstraint(condition=Q(value__lte=MOST), name="figure_below_a_million"),
            models.UniqueConstraint(
                fields=["market", "kind", "counted_on", "value", "method", "source"],
                name="figure_said_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"
