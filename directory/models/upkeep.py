"""Keeping the ledger true: when facts changed, which pairs are no duplicates, what was merged."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from directory.kinds import Kind
from directory.models.market import Market
from directory.models.parts import Fact
from directory.models.people import Official
from directory.models.vocabulary import Office


def _official(label: object, related: str) -> "models.ForeignKey[Official | None, Official | None]":
    """Null: by a command."""
    return models.ForeignKey(
        Official,
        verbose_name=label,  # type: ignore[arg-type]
        on_delete=models.PROTECT,
        related_name=related,
        null=True,
        blank=True,
    )


class FactChange(models.Model):
    """When a fact that had been confirmed last changed. Written by triggers of the database.

    Whichever way a change comes (form, import, command), `directory/sql/fact_changes.sql` notes
    it. A fact that nobody has confirmed yet has no row: there is nothing to outdate.
    """

    # The foreign key proper is in the migration: it goes with the place, even in mid deletion.
    market = models.ForeignKey(
        Market, on_delete=models.DO_NOTHING, related_name="fact_changes", db_constraint=False
    )
    fact = models.CharField(_("内容"), max_length=12, choices=Fact.choices)
    changed_at = models.DateTimeField(_("修改时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("核实后的改动")
        ordering = ["market", "fact"]
        constraints = [
            models.UniqueConstraint(fields=["market", "fact"], name="fact_change_once_a_fact"),
            models.CheckConstraint(
                condition=Q(fact__in=["hours", "location", "trades", "contact", "services"]),
                name="changed_fact_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.market_id} {self.fact} {self.changed_at:%Y-%m-%d}"


class DuplicateVerdict(models.Model):
    """That somebody has looked at two places that seem the same, and they are two.

    `market_a` has the lower key. `seen` is a fingerprint of both names, points and phones: once
    either changes, the question is open again.
    """

    access_kind = Kind.DUPLICATE
    access_region = "market_a__region_code"

    market_a = models.ForeignKey(
        Market, verbose_name=_("地点甲"), on_delete=models.CASCADE, related_name="verdicts_as_a"
    )
    market_b = models.ForeignKey(
        Market, verbose_name=_("地点乙"), on_delete=models.CASCADE, related_name="verdicts_as_b"
    )
    seen = models.CharField(_("所依据的内容"), max_length=64)
    reason = models.CharField(_("理由"), max_length=200)
    office = models.ForeignKey(
        Office, verbose_name=_("机构"), on_delete=models.PROTECT, related_name="duplicate_verdicts"
    )
    official = _official(_("认定人"), "duplicate_verdicts")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("不是重复")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(market_a__lt=F("market_b")), name="verdict_lower_key_first"
            ),
            models.UniqueConstraint(
                fields=["market_a", "market_b"], name="one_verdict_for_two_places"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="verdict_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.market_a_id} – {self.market_b_id}"


class Merge(models.Model):
    """One merge, with all that is needed to take it back.

    `before` is what the survivor stood at, `version` what it stands at after; `moved` names the
    rows that now hang on the survivor, by model.
    """

    access_kind = Kind.DUPLICATE
    access_region = "survivor__region_code"

    gone = models.ForeignKey(
        Market, verbose_name=_("被并入"), on_delete=models.CASCADE, related_name="merges_away"
    )
    survivor = models.ForeignKey(
        Market, verbose_name=_("保留"), on_delete=models.CASCADE, related_name="merges_in"
    )
    before = models.JSONField(_("合并前"))
    version = models.PositiveIntegerField(_("合并后的版本"))
    moved = models.JSONField(_("移过来的"))
    at = models.DateTimeField(_("时间"))
    official = _official(_("办理人"), "merges")
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    undone_by = _official(_("撤销人"), "merges_undone")

    class Meta:
        verbose_name = verbose_name_plural = _("合并")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gone"], condition=Q(undone_at__isnull=True), name="merged_away_once"
            ),
            models.CheckConstraint(
                condition=~Q(gone=F("survivor")), name="a_place_is_not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.survivor_id}"
