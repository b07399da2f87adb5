"""Counts made at the markets at dawn: numbers with their time and method, never persons.

The tables are made by `directory/sql/counts.sql`: partitions, triggers and checks are there.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.kinds import Kind
from directory.models.jobs import FileJob
from directory.models.market import Market
from directory.models.people import Official

MOST = 20_000


class Session(models.TextChoices):
    """Some places have a second crowd in the afternoon, which waits for night shifts."""

    MORNING = "am", _("上午")
    AFTERNOON = "pm", _("下午")


class Method(models.TextChoices):
    """How it was counted; said with every figure that is derived from it."""

    HEADS = "heads", _("逐个点数")
    ESTIMATE = "estimate", _("分片估数")
    REGISTER = "register", _("登记或叫号")
    OTHER = "other", _("其他")


class Count(models.Model):
    """One count at one place. What is not known is null; 0 has been counted.

    `key` is made by the sender. `counted_at` is when the count was made, `received_at` when it
    came; neither ever changes. `region_code` is the place's county at that time. `trades` maps
    codes of trades to `{"seekers": n, "posts": n}`, either left out where it is not known.
    """

    access_kind = Kind.COUNT
    access_region = "region_code"

    key = models.UUIDField(primary_key=True, editable=False)
    market = models.ForeignKey(
        Market, verbose_name=_("市场"), on_delete=models.CASCADE, related_name="counts"
    )
    region_code = models.CharField(_("区县代码"), max_length=6)
    day = models.DateField(_("日期"))
    session = models.CharField(_("场次"), max_length=2, choices=Session.choices)
    seekers = models.PositiveIntegerField(_("求职人数"), null=True, blank=True)
    posts = models.PositiveIntegerField(_("招聘岗位"), null=True, blank=True)
    hires = models.PositiveIntegerField(_("招成人数"), null=True, blank=True)
    trades = models.JSONField(_("分工种"), default=dict, blank=True)
    method = models.CharField(_("统计方式"), max_length=10, choices=Method.choices)
    counted_at = models.DateTimeField(_("计数时间"))
    received_at = models.DateTimeField(_("收到时间"), auto_now_add=True)
    counter = models.ForeignKey(
        Official,
        verbose_name=_("计数人"),
        on_delete=models.PROTECT,
        related_name="counts",
        null=True,
        blank=True,
    )
    withdrawn = models.BooleanField(_("作废"), default=False)
    version = models.PositiveIntegerField(_("版本"), default=1)
    demo = models.BooleanField(_("演示数据"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("计数")
        ordering = ["-day", "-counted_at"]

    def __str__(self) -> str:
        return f"{self.market_id} {self.day} {self.session}"


class CountCorrection(models.Model):
    """What a count said before somebody changed it. Written by a trigger of the database."""

    access_kind = Kind.COUNT
    access_region = "region_code"

    count_key = models.UUIDField()
    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="count_corrections")
    region_code = models.CharField(_("区县代码"), max_length=6)
    at = models.DateTimeField(_("更正时间"))
    actor = models.TextField(_("更正人"))
    reason = models.TextField(_("理由"))
    before = models.JSONField(_("原值"))
    after = models.JSONField(_("新值"))

    class Meta:
        verbose_name = verbose_name_plural = _("计数的更正")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.count_key} {self.at:%Y-%m-%d}"


class CountDirty(models.Model):
    """A day of a region whose sums are to be made anew."""

    access_kind = Kind.COUNT
    access_region = "region_code"

    region_code = models.CharField(max_length=6)
    day = models.DateField()

    def __str__(self) -> str:
        return f"{self.region_code} {self.day}"


class CountSum(models.Model):
    """A day's sums in a region. Of each place the most seen at once in the session is taken.

    `seekers_places` and so on: at how many of the `places` that number is known.
    """

    access_kind = Kind.COUNT
    access_region = "region_code"

    pk = models.CompositePrimaryKey("level", "region_code", "trade", "session", "day")
    level = models.PositiveSmallIntegerField()
    region_code = models.CharField(max_length=6)
    trade = models.CharField(max_length=40, blank=True)
    session = models.CharField(max_length=2, choices=Session.choices)
    day = models.DateField()
    places = models.PositiveIntegerField()
    seekers = models.PositiveBigIntegerField()
    seekers_places = models.PositiveIntegerField()
    posts = models.PositiveBigIntegerField()
    posts_places = models.PositiveIntegerField()
    hires = models.PositiveBigIntegerField()
    hires_places = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.region_code} {self.day} {self.trade}"


class PulseMonth(models.Model):
    """What everybody is told of a region's counts of a month and session; see
    directory/monitoring/released.py. `said`: a `Month` of directory/monitoring/withholding.py."""

    access_kind = Kind.COUNT
    access_region = "region_code"

    region_code = models.CharField(_("区划代码"), max_length=6)
    month = models.DateField(_("月份"))
    session = models.CharField(_("场次"), max_length=2, choices=Session.choices)
    said = models.JSONField(_("公开的数"))
    released_at = models.DateTimeField(_("公开时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("公开的监测月份")
        ordering = ["-month", "region_code", "session"]
        constraints = [
            models.UniqueConstraint(
                fields=["month", "region_code", "session"], name="pulse_month_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.region_code} {self.month:%Y-%m} {self.session}"


class BriefingJob(FileJob):
    """A briefing (简报) of a region and a period, as PDF and workbook; made in the background."""

    access_kind = Kind.BRIEFING

    official = models.ForeignKey(
        Official, verbose_name=_("制作人"), on_delete=models.PROTECT, related_name="briefings"
    )
    start = models.DateField(_("起"))
    end = models.DateField(_("止"))
    pdf = models.CharField(_("PDF"), max_length=200, blank=True)
    workbook = models.CharField(_("工作簿"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("简报")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.region_code} {self.start}–{self.end}"
