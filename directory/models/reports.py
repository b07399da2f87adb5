"""What the public says is wrong with a place (报错), or complains of (投诉举报)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from directory.kinds import Kind
from directory.models.market import Market
from directory.models.people import Official
from directory.models.proposals import Proposal
from directory.models.vocabulary import Office
from geo.models import Datum

RECEIPT_LENGTH = 12
MOST_WORDS, MOST_HOURS, MOST_ADDRESS = 1000, 200, 200


class Report(models.Model):
    """One thing that somebody without an account has said about one place.

    `receipt` is known to the sender alone and opens the answer. `region_code` decides which
    officials see it: the county of the place, or the region of the office it was passed on to.
    One that says the same as an open one is its `repeat_of`, and is answered with it.
    """

    class About(models.TextChoices):
        WRONG_HOURS = "wrong_hours", _("时间不对")
        WRONG_PIN = "wrong_pin", _("位置不对")
        MOVED = "moved", _("搬走了")
        CLOSED = "closed", _("没有了、关了")
        OTHER_CORRECTION = "other_correction", _("别的信息不对")
        FEES = "fees", _("收费、收押金")
        FALSE_POSTS = "false_posts", _("招工信息是假的")
        BLACK_AGENT = "black_agent", _("黑中介、骗人")
        OTHER_COMPLAINT = "other_complaint", _("别的投诉")

    class State(models.TextChoices):
        NEW = "new", _("已收到")
        HANDLING = "handling", _("正在办理")
        ANSWERED = "answered", _("已答复")
        DISMISSED = "dismissed", _("不予采纳")

    access_kind = Kind.REPORT
    access_region = "region_code"

    receipt = models.CharField(_("回执号"), max_length=RECEIPT_LENGTH, unique=True)
    market = models.ForeignKey(
        Market, verbose_name=_("市场"), on_delete=models.CASCADE, related_name="reports"
    )
    kind = models.CharField(_("类型"), max_length=16, choices=About.choices)
    text = models.CharField(_("说明"), max_length=MOST_WORDS, blank=True)
    suggested_hours = models.CharField(_("所说的时间"), max_length=MOST_HOURS, blank=True)
    suggested_lon = models.FloatField(_("所说的经度"), null=True, blank=True)
    suggested_lat = models.FloatField(_("所说的纬度"), null=True, blank=True)
    suggested_datum = models.CharField(
        _("所说的坐标系"), max_length=10, choices=Datum.choices, blank=True
    )
    suggested_address = models.CharField(_("所说的新地址"), max_length=MOST_ADDRESS, blank=True)
    language = models.CharField(_("语言"), max_length=10, choices=settings.LANGUAGES)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.NEW)
    office = models.ForeignKey(
        Office, verbose_name=_("办理机构"), on_delete=models.PROTECT, related_name="reports"
    )
    region_code = models.CharField(_("区划代码"), max_length=6)
    repeat_of = models.ForeignKey(
        "self",
        verbose_name=_("重复于"),
        on_delete=models.CASCADE,
        related_name="repeats",
        null=True,
        blank=True,
    )
    handled_by = models.ForeignKey(
        Official,
        verbose_name=_("办理人"),
        on_delete=models.PROTECT,
        related_name="reports",
        null=True,
        blank=True,
    )
    # Read by whoever holds the receipt.
    answer = models.CharField(_("答复"), max_length=MOST_WORDS, blank=True)
    proposal = models.ForeignKey(
        Proposal,
        verbose_name=_("变更申请"),
        on_delete=models.SET_NULL,
        related_name="reports",
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField(_("收到时间"))
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("群众来件")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "region_code"], name="report_waiting"),
            models.Index(fields=["market", "kind"], name="report_of_a_place"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(receipt__regex=r"^[0-9a-hjkmnp-tv-z]{12}$"), name="report_receipt_form"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["new", "handling", "answered", "dismissed"]),
                name="report_state_known",
            ),
            models.CheckConstraint(
                condition=Q(region_code__regex=r"^[0-9]{6}$"), name="report_region_six_digits"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "dismissed"])
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="a_finished_report_has_its_answer",
            ),
            models.CheckConstraint(
                condition=Q(suggested_lon__isnull=True, suggested_lat__isnull=True)
                & Q(suggested_datum="")
                | Q(suggested_lon__range=(-180, 180), suggested_lat__range=(-90, 90))
                & Q(suggested_datum__in=Datum.values),
                name="report_position_whole_or_none",
            ),
            models.CheckConstraint(
                condition=Q(repeat_of__isnull=True) | ~Q(repeat_of=F("id")),
                name="report_repeats_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.NEW, self.State.HANDLING)

    @property
    def is_complaint(self) -> bool:
        return self.kind in COMPLAINTS


CORRECTIONS = (
    Report.About.WRONG_HOURS,
    Report.About.WRONG_PIN,
    Report.About.MOVED,
    Report.About.CLOSED,
    Report.About.OTHER_CORRECTION,
)
COMPLAINTS = (
    Report.About.FEES,
    Report.About.FALSE_POSTS,
    Report.About.BLACK_AGENT,
    Report.About.OTHER_COMPLAINT,
)


class ReportContact(models.Model):
    """How to reach the sender, where he wished it: a ciphertext, gone after `delete_after`."""

    access_kind = Kind.PERSONAL
    access_region = "report__region_code"

    report = models.OneToOneField(
        Report, verbose_name=_("来件"), on_delete=models.CASCADE, related_name="contact"
    )
    ciphertext = models.TextField(_("密文"))
    delete_after = models.DateField(_("保留至"), db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("来件人联系方式")

    def __str__(self) -> str:
        return f"{self.report_id}"


class ContactReading(models.Model):
    """That an official has looked at a sender's details: who and when, never what."""

    access_kind = Kind.REPORT
    access_region = "report__region_code"

    report = models.ForeignKey(
        Report, verbose_name=_("来件"), on_delete=models.CASCADE, related_name="readings"
    )
    official = models.ForeignKey(
        Official, verbose_name=_("查看人"), on_delete=models.PROTECT, related_name="readings"
    )
    read_at = models.DateTimeField(_("查看时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("联系方式查看记录")
        ordering = ["-read_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.read_at:%Y-%m-%d %H:%M}"


class ReportThrottle(models.Model):
    """How often something was asked in a stretch of time; `bucket` is a keyed hash, no address."""

    bucket = models.CharField(_("计数对象"), max_length=64)
    starts_at = models.DateTimeField(_("开始"))
    count = models.PositiveIntegerField(_("次数"))

    class Meta:
        verbose_name = verbose_name_plural = _("来件限次")
        constraints = [
            models.UniqueConstraint(fields=["bucket", "starts_at"], name="report_throttle_once")
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} {self.count}"
