"""What was decided to be public, and the numbered snapshots made of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.kinds import Kind
from directory.models.vocabulary import Office


class PublicationDecision(models.Model):
    """One decision about one place; the newest counts. Apart from the status in the ledger."""

    class Decision(models.TextChoices):
        PUBLISH = "publish", _("公开")
        WITHHOLD = "withhold", _("不公开")
        WITHDRAW = "withdraw", _("撤下")

    access_kind = Kind.DECISION
    access_region = "market__region_code"

    # By name: the reads of Market are built on this model.
    market = models.ForeignKey(
        "directory.Market", on_delete=models.CASCADE, related_name="decisions"
    )
    decision = models.CharField(_("决定"), max_length=10, choices=Decision.choices)
    decided_at = models.DateTimeField(_("时间"))
    office = models.ForeignKey(Office, verbose_name=_("决定机构"), on_delete=models.PROTECT)
    # By name: officials belong to offices, which the vocabulary holds. Null: by a command.
    official = models.ForeignKey(
        "directory.Official",
        verbose_name=_("决定人"),
        on_delete=models.PROTECT,
        related_name="decisions",
        null=True,
        blank=True,
    )
    reason = models.CharField(_("理由"), max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = _("公开决定")
        ordering = ["-decided_at", "-pk"]
        get_latest_by = ["decided_at", "pk"]
        indexes = [models.Index(fields=["market", "-decided_at"], name="decision_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__in=["publish", "withhold", "withdraw"]),
                name="decision_known",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="decision_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.decided_at:%Y-%m-%d}"


class Publication(models.Model):
    """An immutable, numbered snapshot (一次发布) and where its archive is stored."""

    # The same for the whole deployment, so it is not asked for by region.
    access_kind = Kind.PUBLICATION
    access_region = ""

    class State(models.TextChoices):
        BUILDING = "building", _("生成中")
        READY = "ready", _("已完成")
        FAILED = "failed", _("失败")

    number = models.PositiveIntegerField(_("期号"), primary_key=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices)
    started_at = models.DateTimeField(_("开始"))
    built_at = models.DateTimeField(_("完成"), null=True, blank=True)
    places = models.PositiveIntegerField(_("地点数"), default=0)
    content_sha256 = models.CharField(_("内容校验"), max_length=64, blank=True)
    archive_sha256 = models.CharField(_("文件校验"), max_length=64, blank=True)
    archive_bytes = models.PositiveBigIntegerField(_("文件大小"), default=0)
    archive_name = models.CharField(_("文件"), max_length=200, blank=True)
    error = models.TextField(_("错误"), blank=True)
    # What of the ledger it was built from (directory/publication/basis.py); null: not known.
    basis = models.JSONField(_("依据"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("发布")
        ordering = ["-number"]
        get_latest_by = "number"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["building", "ready", "failed"]),
                name="publication_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="ready")
                | (~Q(content_sha256="") & ~Q(archive_name="") & Q(built_at__isnull=False)),
                name="ready_publication_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"第 {self.number} 期"
