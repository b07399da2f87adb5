"""Named, numbered sets of points with their provenance. A version is never changed once written."""

from typing import Any

from django.contrib.gis.db import models
from django.core.validators import MinValueValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.kinds import Kind
from directory.models import Official


class PointSet(models.Model):
    """One version of a set. `parameters` is what it was made with, so that it can be made again."""

    access_kind = Kind.PLAN
    access_region = "region_code"

    region_code = models.CharField(_("区划代码"), max_length=6)
    name = models.CharField(_("名称"), max_length=80)
    version = models.PositiveIntegerField(_("版本"), default=1)
    origin = models.CharField(_("来源方式"), max_length=12)
    provenance = models.CharField(_("来源说明"), max_length=500)
    parameters = models.JSONField(_("参数"), default=dict, blank=True)
    # Computed from assumptions, not counted or surveyed: said wherever its figures are shown.
    modelled = models.BooleanField(_("推算"), default=False)
    demo = models.BooleanField(_("演示数据"), default=False)
    points_total = models.PositiveIntegerField(_("点数"), default=0)
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
        abstract = True
        ordering = ["name", "-version"]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"

    @property
    def facts(self) -> dict[str, Any]:
        """What a result that stands on this set says of it."""
        return {
            "name": self.name,
            "version": self.version,
            "origin": self.origin,
            "provenance": self.provenance,
            "parameters": self.parameters,
            "modelled": self.modelled,
            "demo": self.demo,
            "points": self.points_total,
        }


class DemandSet(PointSet):
    """Weighted points: how many workers look for work from there on a day."""

    class Origin(models.TextChoices):
        SPOTS = "spots", _("聚集点的人数")
        POPULATION = "population", _("按人口推算")
        ARRIVALS = "arrivals", _("坐车来的人下车的地方")
        IMPORTED = "imported", _("导入的图层")
        UNMET = "unmet", _("找不到的搜索")
        COMBINED = "combined", _("合并而成")

    weight_total = models.FloatField(_("人数合计"), default=0.0)

    class Meta(PointSet.Meta):
        verbose_name = verbose_name_plural = _("需求")
        constraints = [
            models.UniqueConstraint(
                fields=["region_code", "name", "version"], name="demand_version_once"
            ),
            models.CheckConstraint(
                condition=Q(region_code__regex=r"^[0-9]{6}$"), name="demand_region_six_digits"
            ),
        ]


class CandidateSet(PointSet):
    """Where a service point could be."""

    class Origin(models.TextChoices):
        PLACES = "places", _("台账里的地点")
        GRID = "grid", _("区域内的网格")
        TOWNS = "towns", _("镇街驻地")
        IMPORTED = "imported", _("导入的图层")

    class Meta(PointSet.Meta):
        verbose_name = verbose_name_plural = _("候选点")
        constraints = [
            models.UniqueConstraint(
                fields=["region_code", "name", "version"], name="candidates_version_once"
            ),
            models.CheckConstraint(
                condition=Q(region_code__regex=r"^[0-9]{6}$"), name="candidates_region_six_digits"
            ),
        ]


class DemandPoint(models.Model):
    """`weight`: workers on a day; WGS-84."""

    access_kind = Kind.PLAN
    access_region = "set__region_code"

    set = models.ForeignKey(DemandSet, on_delete=models.CASCADE, related_name="points")
    position = models.PositiveIntegerField(_("次序"))
    name = models.CharField(_("名称"), max_length=120, blank=True)
    point = models.PointField(_("位置"), srid=4326)
    weight = models.FloatField(_("人数"), validators=[MinValueValidator(0.0)])
    region_code = models.CharField(_("区县代码"), max_length=6, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("需求点")
        ordering = ["set", "position"]
        constraints = [
            models.UniqueConstraint(fields=["set", "position"], name="demand_point_once"),
            models.CheckConstraint(condition=Q(weight__gte=0), name="demand_weight_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name


class CandidateSite(models.Model):
    """`capacity`: workers that it can serve on a day, None for no limit; `cost` in 万元."""

    class Wish(models.TextChoices):
        MAY = "", _("可选")
        MUST = "must", _("必选")
        MUST_NOT = "must_not", _("不选")

    access_kind = Kind.PLAN
    access_region = "set__region_code"

    set = models.ForeignKey(CandidateSet, on_delete=models.CASCADE, related_name="sites")
    position = models.PositiveIntegerField(_("次序"))
    name = models.CharField(_("名称"), max_length=120, blank=True)
    point = models.PointField(_("位置"), srid=4326)
    capacity = models.FloatField(_("容量"), null=True, blank=True)
    cost = models.FloatField(_("费用（万元）"), default=1.0)
    wish = models.CharField(_("取舍"), max_length=8, choices=Wish.choices, blank=True, default="")
    region_code = models.CharField(_("区县代码"), max_length=6, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("候选点")
        ordering = ["set", "position"]
        constraints = [
            models.UniqueConstraint(fields=["set", "position"], name="candidate_site_once"),
            models.CheckConstraint(
                condition=Q(cost__gte=0) & (Q(capacity__isnull=True) | Q(capacity__gte=0)),
                name="candidate_figures_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(wish__in=["", "must", "must_not"]), name="candidate_wish_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
