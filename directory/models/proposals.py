"""A proposed change of the ledger: one person puts it forward, another approves it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from directory.kinds import Kind
from directory.models.market import Market
from directory.models.people import Official
from directory.models.vocabulary import Office


class Proposal(models.Model):
    """What somebody wants a place to be, beside what it stands at (`base_version`).

    `payload` is a PlaceInput, a StatusChange or a merge as JSON. `version` grows with each write
    of the proposal: what is approved is the version that was seen.
    """

    class About(models.TextChoices):
        PLACE = "place", _("内容")
        STATUS = "status", _("状态")
        MERGE = "merge", _("合并")

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        SUBMITTED = "submitted", _("待审核")
        APPROVED = "approved", _("已通过")
        SENT_BACK = "sent_back", _("已退回")
        WITHDRAWN = "withdrawn", _("已撤回")

    class Source(models.TextChoices):
        TYPED = "typed", _("录入")
        IMPORT = "import", _("导入")
        REPORT = "report", _("群众报错")
        PLAN = "plan", _("布点方案")

    access_kind = Kind.PROPOSAL
    access_region = "region_code"

    kind = models.CharField(_("类型"), max_length=8, choices=About.choices)
    # Null: a new place.
    market = models.ForeignKey(
        Market,
        verbose_name=_("市场"),
        on_delete=models.CASCADE,
        related_name="proposals",
        null=True,
        blank=True,
    )
    # The county concerned: that of the standing place, or of the one proposed.
    region_code = models.CharField(_("区县代码"), max_length=6)
    # Set where the place would leave its county: both must agree to it.
    former_region_code = models.CharField(_("原区县代码"), max_length=6, blank=True)
    office = models.ForeignKey(
        Office, verbose_name=_("提出机构"), on_delete=models.PROTECT, related_name="proposals"
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.DRAFT, db_index=True
    )
    payload = models.JSONField(_("内容"))
    # What stood when the author began, where that is known: he is shown what has changed since.
    base_payload = models.JSONField(_("所依据的内容"), null=True, blank=True)
    base_version = models.PositiveIntegerField(_("所依据的版本"), null=True, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)
    source = models.CharField(_("来源"), max_length=8, choices=Source.choices, default=Source.TYPED)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    # What it stands on, as it was when put forward; written by the source, which alone reads it.
    grounds = models.JSONField(_("依据"), null=True, blank=True)
    author = models.ForeignKey(
        Official, verbose_name=_("提出人"), on_delete=models.PROTECT, related_name="proposals"
    )
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    updated_at = models.DateTimeField(_("修改时间"), auto_now=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    reviewer = models.ForeignKey(
        Official,
        verbose_name=_("审核人"),
        on_delete=models.PROTECT,
        related_name="reviews",
        null=True,
        blank=True,
    )
    reviewed_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    review_note = models.CharField(_("审核意见"), max_length=500, blank=True)
    result_market = models.ForeignKey(
        Market,
        verbose_name=_("结果"),
        on_delete=models.SET_NULL,
        related_name="made_by_proposals",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = verbose_name_plural = _("变更申请")
        ordering = ["-updated_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "region_code"], name="proposal_waiting"),
            models.Index(
                fields=["region_code"], condition=Q(source="plan"), name="proposal_from_a_plan"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["place", "status", "merge"]), name="proposal_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "approved", "sent_back", "withdrawn"]),
                name="proposal_state_known",
            ),
            models.CheckConstraint(
                condition=Q(region_code__regex=r"^[0-9]{6}$"), name="proposal_region_six_digits"
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | ~Q(reviewer=F("author")),
                name="nobody_reviews_his_own_proposal",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "sent_back"])
                | (Q(reviewer__isnull=False) & Q(reviewed_at__isnull=False)),
                name="a_reviewed_proposal_names_its_reviewer",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent_back") | ~Q(review_note=""),
                name="sent_back_with_words",
            ),
            models.CheckConstraint(
                condition=Q(kind="place") | Q(market__isnull=False),
                name="only_a_new_place_has_no_market",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
