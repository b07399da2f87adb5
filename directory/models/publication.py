"""What was decided to be public, and the numbered snapshots made of it."""

from django.db import models
from django.db.models import Q

from directory.kinds import Kind
from directory.models.vocabulary import Office


class PublicationDecision(models.Model):
    """One decision about one place; the newest counts. Apart from the status in the ledger."""

    class Decision(models.TextChoices):
        PUBLISH = "publish", "公开"
        WITHHOLD = "withhold", "不公开"
        WITHDRAW = "withdraw", "撤下"

    access_kind = Kind.DECISION
    access_region = "market__region_code"

    # By name: the reads of Market are built on this model.
    market = models.ForeignKey(
        "directory.Market", on_delete=models.CASCADE, related_name="decisions"
    )
    decision = models.CharField("决定", max_length=10, choices=Decision.choices)
    decided_at = models.DateTimeField("时间")
    office = models.ForeignKey(Office, verbose_name="决定机构", on_delete=models.PROTECT)
    # By name: officials belong to offices, which the vocabulary holds. Null: by a command.
    official = models.ForeignKey(
        "directory.Official",
        verbose_name="决定人",
        on_delete=models.PROTECT,
        related_name="decisions",
        null=True,
        blank=True,
    )
    reason = models.CharField("理由", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "公开决定"
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
        BUILDING = "building", "生成中"
        READY = "ready", "已完成"
        FAILED = "failed", "失败"

    number = models.PositiveIntegerField("期号", primary_key=True)
    state = models.CharField("状态", max_length=10, choices=State.choices)
    started_at = models.DateTimeField("开始")
    built_at = models.DateTimeField("完成", null=True, blank=True)
    places = models.PositiveIntegerField("地点数", default=0)
    content_sha256 = models.CharField("内容校验", max_length=64, blank=True)
    archive_sha256 = models.CharField("文件校验", max_length=64, blank=True)
    archive_bytes = models.PositiveBigIntegerField("文件大小", default=0)
    archive_name = models.CharField("文件", max_length=200, blank=True)
    error = models.TextField("错误", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "发布"
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
