"""A return (上报): what a county, a city or a province owes the level above it, and its copies."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from directory.kinds import Kind
from directory.models.people import Official
from geo.models import Level

PERIOD_SQL = r"^[0-9]{4}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?$"
PERIOD = RegexValidator(
    r"^[0-9]{4}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?\Z",
    _("写成 2026、2026-H1、2026-Q3 或 2026-06"),
)
DIGEST_SQL = r"^[0-9a-f]{64}$"
MOST_WORDS, MOST_TEXT = 500, 4000


class Return(models.Model):
    """One region's return for one period.

    What was said is in its copies, the newest of which counts; this row is where it stands.
    """

    class State(models.TextChoices):
        OPEN = "open", _("待冻结")
        FROZEN = "frozen", _("已冻结，待校验")
        VALIDATED = "validated", _("已校验，待签发")
        SIGNED = "signed", _("已签发，待上报")
        HANDED_UP = "handed_up", _("已上报，待接收")
        ACCEPTED = "accepted", _("已接收")
        SENT_BACK = "sent_back", _("已退回")

    access_kind = Kind.RETURN
    access_region = "region_code"

    region_code = models.CharField(_("区划代码"), max_length=6)
    level = models.CharField(_("层级"), max_length=10, choices=Level.choices)
    period = models.CharField(_("期间"), max_length=7, validators=[PERIOD])
    due_on = models.DateField(_("截止日期"))
    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.OPEN, db_index=True
    )
    measures = models.TextField(_("工作措施"), max_length=MOST_TEXT, blank=True)
    frozen_by = models.ForeignKey(
        Official, models.PROTECT, "frozen_returns", verbose_name=_("冻结人"), null=True, blank=True
    )
    signed_by = models.ForeignKey(
        Official, models.PROTECT, "signed_returns", verbose_name=_("签发人"), null=True, blank=True
    )
    signed_at = models.DateTimeField(_("签发时间"), null=True, blank=True)
    signed_as = models.CharField(_("签发角色"), max_length=40, blank=True)
    handed_up_at = models.DateTimeField(_("上报时间"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Official, models.PROTECT, "decided_returns", verbose_name=_("接收人"), null=True, blank=True
    )
    decided_at = models.DateTimeField(_("接收或退回时间"), null=True, blank=True)
    reason = models.CharField(_("退回理由"), max_length=MOST_WORDS, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("上报")
        ordering = ["-period", "region_code"]
        constraints = [
            models.UniqueConstraint(fields=["region_code", "period"], name="return_once_a_period"),
            models.CheckConstraint(
                condition=Q(region_code__regex=r"^[0-9]{6}$"), name="return_region_six_digits"
            ),
            models.CheckConstraint(
                condition=Q(level__in=["county", "city", "province"]), name="return_level_known"
            ),
            models.CheckConstraint(
                condition=Q(period__regex=PERIOD_SQL), name="return_period_form"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "open",
                        "frozen",
                        "validated",
                        "signed",
                        "handed_up",
                        "accepted",
                        "sent_back",
                    ]
                ),
                name="return_state_known",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("frozen_by")),
                name="return_signed_by_another_than_froze",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["signed", "handed_up", "accepted"])
                | Q(signed_by__isnull=False, signed_at__isnull=False),
                name="return_signed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "sent_back"]) | Q(frozen_by__isnull=False),
                name="return_frozen_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["handed_up", "accepted"]) | Q(handed_up_at__isnull=False),
                name="return_handed_up_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted")
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="return_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent_back") | ~Q(reason=""), name="return_sent_back_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_code} {self.period}"


class ReturnCopy(models.Model):
    """The immutable copy that a freezing took; a trigger of the database keeps it as it is.

    `digest`: SHA-256 over its rows. `parts`: for a roll-up each region below with the digest of
    its accepted copy and that copy's sums, or with nothing where it had none.
    """

    access_kind = Kind.RETURN
    access_region = "of__region_code"

    of = models.ForeignKey(Return, models.PROTECT, related_name="copies")
    number = models.PositiveIntegerField(_("第几次冻结"))
    frozen_at = models.DateTimeField(_("冻结时间"))
    frozen_by = models.ForeignKey(Official, models.PROTECT, related_name="+")
    places = models.PositiveIntegerField(_("地点数"))
    seekers = models.PositiveBigIntegerField(_("求职人员规模合计"))
    hires = models.PositiveBigIntegerField(_("日均招聘成功人数合计"))
    digest = models.CharField(_("校验值"), max_length=64)
    parts = models.JSONField(default=list)

    class Meta:
        verbose_name = verbose_name_plural = _("冻结的副本")
        ordering = ["of", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["of", "number"], name="return_copy_numbered_once"),
            models.CheckConstraint(
                condition=Q(digest__regex=DIGEST_SQL), name="return_copy_has_a_digest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of} #{self.number}"


class ReturnRow(models.Model):
    """One place in a copy: the return fields as they stood, and the whole entry for the workbook.

    `figures` maps seekers and hires to {value, on, method, days, spread, derived}.
    """

    access_kind = Kind.RETURN
    access_region = "region_code"

    copy = models.ForeignKey(ReturnCopy, models.PROTECT, related_name="rows")
    public_id = models.CharField(_("编号"), max_length=12)
    region_code = models.CharField(_("区县代码"), max_length=6)
    entry = models.JSONField()
    figures = models.JSONField(default=dict)

    class Meta:
        verbose_name = verbose_name_plural = _("冻结的地点")
        ordering = ["region_code", "public_id"]
        constraints = [
            models.UniqueConstraint(fields=["copy", "public_id"], name="return_row_once_a_copy"),
        ]

    def __str__(self) -> str:
        return self.public_id


class ReturnFinding(models.Model):
    """What the validation of a copy found; a warning may be explained in words that stay."""

    class Severity(models.TextChoices):
        ERROR = "error", _("错误")
        WARNING = "warning", _("提醒")

    access_kind = Kind.RETURN
    access_region = "copy__of__region_code"

    copy = models.ForeignKey(ReturnCopy, models.CASCADE, related_name="findings")
    severity = models.CharField(_("程度"), max_length=8, choices=Severity.choices)
    kind = models.CharField(_("类型"), max_length=20)
    public_id = models.CharField(_("编号"), max_length=12, blank=True)
    name = models.CharField(_("名称"), max_length=80, blank=True)
    message = models.CharField(_("问题"), max_length=300)
    explanation = models.CharField(_("说明"), max_length=MOST_WORDS, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("校验结果")
        ordering = ["severity", "kind", "public_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(severity__in=["error", "warning"]), name="return_finding_severity"
            ),
            models.CheckConstraint(
                condition=Q(severity="warning") | Q(explanation=""),
                name="return_error_is_mended_not_explained",
            ),
        ]

    def __str__(self) -> str:
        return self.message


class ReturnFile(models.Model):
    """A file of measures attached to a return; kept privately under a name that tells nothing."""

    access_kind = Kind.RETURN
    access_region = "of__region_code"

    of = models.ForeignKey(Return, models.CASCADE, related_name="files")
    name = models.CharField(_("文件名"), max_length=120)
    stored = models.CharField(max_length=200)
    size = models.PositiveIntegerField(_("文件大小"))
    sha256 = models.CharField(_("校验值"), max_length=64)
    added_by = models.ForeignKey(Official, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("添加时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("措施附件")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class ReturnReminder(models.Model):
    """A reminder that was sent for a return on a day: one a day at most."""

    access_kind = Kind.RETURN
    access_region = "of__region_code"

    of = models.ForeignKey(Return, models.CASCADE, related_name="reminders")
    on = models.DateField(_("日期"))
    mailboxes = models.JSONField(default=list)

    class Meta:
        verbose_name = verbose_name_plural = _("催报记录")
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(fields=["of", "on"], name="return_reminded_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.of} {self.on}"
