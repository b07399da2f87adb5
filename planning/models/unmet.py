"""Searches of the public that found nothing open nearby: counts on a grid, and nothing else."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.kinds import Kind


class UnmetSearch(models.Model):
    """How often in a month, for setting out in an hour of the day, from a cell of `planning.unmet`.

    No position, no day, no trade, nobody. `region_code`: the county of the middle of the cell.
    """

    access_kind = Kind.PLAN
    access_region = "region_code"

    month = models.DateField(_("月份"))
    hour = models.PositiveSmallIntegerField(_("出发的钟点"))
    column = models.IntegerField(_("格子的列"))
    row = models.IntegerField(_("格子的行"))
    region_code = models.CharField(_("区县代码"), max_length=6)
    searches = models.PositiveIntegerField(_("次数"))

    class Meta:
        verbose_name = verbose_name_plural = _("找不到的搜索")
        ordering = ["-month", "hour", "column", "row"]
        indexes = [models.Index(fields=["region_code", "month"], name="unmet_of_a_region")]
        constraints = [
            models.UniqueConstraint(
                fields=["month", "hour", "column", "row"], name="unmet_cell_once"
            ),
            models.CheckConstraint(condition=Q(hour__lte=23), name="unmet_hour_of_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.hour} {self.column},{self.row}"
