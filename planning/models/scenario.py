"""A question about where service points go, never changed once asked, and its runs."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.kinds import Kind
from directory.models import Official
from directory.models.jobs import FileJob
from planning.models.sets import CandidateSet, DemandSet


class Scenario(models.Model):
    """Region, sets, existing places, standard, objective and rules.

    `existing`: the places of the ledger that stood on `existing_on`, each with what becomes of it
    here (`fixed`, `movable` or `closed`): kept, so that a later run stands on the same ones.
    `question`: `planning.question.Question` as plain values.
    """

    access_kind = Kind.PLAN
    access_region = "region_code"

    region_code = models.CharField(_("区划代码"), max_length=6)
    name = models.CharField(_("名称"), max_length=80)
    demand = models.ForeignKey(
        DemandSet, verbose_name=_("需求"), on_delete=models.PROTECT, related_name="scenarios"
    )
    candidates = models.ForeignKey(
        CandidateSet, verbose_name=_("候选点"), on_delete=models.PROTECT, related_name="scenarios"
    )
    existing = models.JSONField(_("现有地点"), default=list, blank=True)
    existing_on = models.DateField(_("现有地点的日期"))
    # The directory that was current then; null where nothing had been published.
    publication = models.PositiveIntegerField(_("期号"), null=True, blank=True)
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    question = models.JSONField(_("问题"))
    # The siting of a whole region, county by county, that it belongs to; empty: asked by itself.
    batch = models.CharField(_("分县布点"), max_length=40, blank=True, default="", db_index=True)
    demo = models.BooleanField(_("演示数据"), default=False)
    created_by = models.ForeignKey(
        Official,
        verbose_name=_("建立人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("方案")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(region_code__regex=r"^[0-9]{6}$"), name="scenario_region_six_digits"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="scenario_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Run(FileJob):
    """One answering of a scenario in the background; stopped, it keeps the best found so far.

    `best`, `bound`, `gap`: as the search goes, in the units of its objective. `answer`:
    `planning.answer.Answer` as plain values, written once.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("等待计算")
        RUNNING = "running", _("正在计算")
        READY = "ready", _("已算出")
        EXPIRED = "expired", _("已过期删除")
        CANCELLED = "cancelled", _("已停止")
        FAILED = "failed", _("未成功")

    class Stage(models.TextChoices):
        READING = "reading", _("读取数据、计算路程")
        SEARCH = "search", _("寻找最好的选择")
        CURVE = "curve", _("逐个数目再算")
        CHANGES = "changes", _("条件变化时再算")

    access_kind = Kind.PLAN

    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.WAITING, db_index=True
    )
    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="runs")
    # Null: asked for by a command.
    official = models.ForeignKey(
        Official,
        verbose_name=_("计算人"),
        on_delete=models.PROTECT,
        related_name="runs",
        null=True,
        blank=True,
    )
    seed = models.PositiveIntegerField(
        _("随机种子"), default=0, validators=[MinValueValidator(0), MaxValueValidator(2**31 - 1)]
    )
    stage = models.CharField(_("阶段"), max_length=10, choices=Stage.choices, default=Stage.READING)
    best = models.FloatField(_("目前最好"), null=True, blank=True)
    bound = models.FloatField(_("界"), null=True, blank=True)
    gap = models.FloatField(_("差距"), null=True, blank=True)
    answer = models.JSONField(_("结果"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("计算")
        ordering = ["-created_at", "-pk"]
        constraints = [
            FileJob.state_known("run_state_known"),
            models.CheckConstraint(
                condition=Q(state="ready", answer__isnull=False)
                | (~Q(state="ready") & Q(answer__isnull=True)),
                name="run_answers_when_ready",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id} / {self.pk}"
