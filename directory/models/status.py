"""The dated status of a market: open, suspended, closed for good, moved to a successor."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from directory.kinds import Kind


class Status(models.TextChoices):
    OPEN = "open", _("正常运行")
    SUSPENDED = "suspended", _("暂停")
    CLOSED = "closed", _("已关闭")
    MOVED = "moved", _("已搬迁")


class _Days(Func):
    """`daterange(starts_on, ends_on, '[)')`; an empty end is open."""

    function = "DATERANGE"
    output_field = DateRangeField()


class StatusPeriod(models.Model):
    """From `starts_on` until before `ends_on` (null: until further notice), local dates.

    Days covered by no period count as open. A moved place names its successor.
    """

    access_kind = Kind.STATUS
    access_region = "market__region_code"

    # By name: the reads of Market are built on this model.
    market = models.ForeignKey(
        "directory.Market", on_delete=models.CASCADE, related_name="status_periods"
    )
    status = models.CharField(_("状态"), max_length=12, choices=Status.choices)
    starts_on = models.DateField(_("自"))
    ends_on = models.DateField(_("至（不含）"), null=True, blank=True)
    successor = models.ForeignKey(
        "directory.Market",
        verbose_name=_("搬到"),
        on_delete=models.PROTECT,
        related_name="predecessor_periods",
        null=True,
        blank=True,
    )
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("状态")
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="status_known"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__lt=F("ends_on")),
                name="status_starts_before_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(status="moved", successor__isnull=False)
                | (~Q(status="moved") & Q(successor__isnull=True)),
                name="only_a_moved_place_has_a_successor",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("market")),
                name="a_place_does_not_move_to_itself",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["closed", "moved"]) | Q(ends_on__isnull=True),
                name="closed_and_moved_have_no_end",
            ),
            ExclusionConstraint(
                name="one_status_a_day",
                expressions=[
                    ("market", RangeOperators.EQUAL),
                    (_Days("starts_on", "ends_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.starts_on}"
