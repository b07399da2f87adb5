"""A place where casual labour is hired: a market hall, a service point or a spontaneous kerb."""

import datetime as dt
import re
from typing import Self

from django.contrib.gis.db import models
from django.contrib.gis.geos import Point
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.core.validators import RegexValidator
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from directory.kinds import Kind
from directory.models.publication import PublicationDecision
from directory.models.spheroid import Geodesic, GreatCircleOrder, OnTheGlobe
from directory.models.status import Status, StatusPeriod
from directory.models.vocabulary import (
    OFFICE_PHONE,
    OFFICE_PHONE_SQL,
    Facility,
    Office,
    ServiceTag,
    Trade,
)
from geo.models import Datum

# No i, l, o, u: an id read aloud or copied from a poster is not misread.
_ID = "[0-9a-hjkmnp-tv-z]{4,12}"
PUBLIC_ID = RegexValidator(rf"^{_ID}\Z", _("编号由 4–12 位小写字母和数字组成，不含 i、l、o、u"))
PUBLIC_ID_SQL = rf"^{_ID}$"


class Nature(models.TextChoices):
    """运营性质, as the return to the ministry asks for it."""

    PUBLIC = "public", _("公共")
    COMMERCIAL = "commercial", _("经营性")
    SPONTANEOUS = "spontaneous", _("自发形成")


class Form(models.TextChoices):
    """What stands there. A candidate building may be in the ledger and is never published."""

    HALL = "hall", _("零工市场（室内）")
    STATION = "station", _("零工驿站")
    KERB = "kerb", _("路边聚集点")
    CANDIDATE = "candidate", _("备选场地")


class Scope(models.TextChoices):
    """Kinds of market named by 人社部发〔2023〕65号."""

    GENERAL = "general", _("综合性")
    SPECIALISED = "specialised", _("行业性/专业性")
    STATION = "station", _("服务站点")


class MarketQuerySet(QuerySet["Market"]):
    """Reads that chain: `Market.objects.published().serving("bricklayer").nearest(point)`."""

    def published(self) -> Self:
        """Places decided to be public; one that has been merged away is public as the other."""
        return self.standing().decided_public()

    def decided_public(self) -> Self:
        """Places whose newest decision is to publish; a candidate building never is one."""
        newest = (
            PublicationDecision.objects.filter(market=OuterRef("pk"))
            .order_by("-decided_at", "-pk")
            .values("decision")[:1]
        )
        return (
            self.exclude(form=Form.CANDIDATE)
            .alias(_newest_decision=Subquery(newest))
            .filter(_newest_decision=PublicationDecision.Decision.PUBLISH)
        )

    def standing(self) -> Self:
        """Places that have not been merged into another."""
        return self.filter(merged_into__isnull=True)

    def in_region(self, code: str) -> Self:
        """Places whose stored county is `code` or lies in it (six digits, any level)."""
        if not re.fullmatch("[0-9]{6}", code):
            raise ValueError(f"区划代码须为六位数字：{code!r}")
        if code.endswith("0000"):
            return self.filter(region_code__startswith=code[:2])
        if code.endswith("00"):
            return self.filter(region_code__startswith=code[:4])
        return self.filter(region_code=code)

    def serving(self, trade: str) -> Self:
        """Places where the trade with this code gathers."""
        through = self.model.trades.through.objects
        return self.filter(Exists(through.filter(market=OuterRef("pk"), trade__code=trade)))

    def status_on(self, day: dt.date) -> Self:
        """Adds `status`, the status in force on `day`; a day without a period counts as open."""
        return self.annotate(
            status=Coalesce(Subquery(_in_force(day).values("status")[:1]), Value(Status.OPEN.value))
        )

    def open_on(self, day: dt.date) -> Self:
        """Places neither suspended, closed nor moved away on `day` (whatever their hours are)."""
        return self.exclude(Exists(_in_force(day).exclude(status=Status.OPEN)))

    def nearest(self, point: Point) -> Self:
        """Ordered by distance from `point` (WGS-84), each with its geodesic `distance_m`.

        The order is the great circle's, which the index can follow (`market_on_the_globe`); it
        may swap two places whose distances differ by less than 0.5 %, and leaves places at one
        point in any order. A second sort key would make PostgreSQL read the whole table.
        """
        return self.annotate(distance_m=Geodesic(F("point"), point)).order_by(
            GreatCircleOrder(F("point"), point)
        )


def _in_force(day: dt.date) -> QuerySet[StatusPeriod]:
    """The period of the outer market that covers `day`; the database allows one at most."""
    return StatusPeriod.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=day), market=OuterRef("pk"), starts_on__lte=day
    )


class Market(models.Model):
    """One place of the ledger.

    `point` is WGS-84 (EPSG:4326), derived once from `entered_*`; `region_code` is the county the
    place belongs to, kept here because boundaries of different editions differ by some 200 m.
    `hours` is OSM opening_hours syntax, empty where nobody knows. `version` grows with each write
    of the content, so that a second writer is told.
    """

    access_kind = Kind.MARKET
    access_region = "region_code"

    public_id = models.CharField(_("编号"), max_length=12, unique=True, validators=[PUBLIC_ID])
    name = models.CharField(_("名称"), max_length=80)
    aliases = ArrayField(
        models.CharField(max_length=80), verbose_name=_("别名"), default=list, blank=True
    )
    nature = models.CharField(_("运营性质"), max_length=12, choices=Nature.choices)
    form = models.CharField(_("形态"), max_length=12, choices=Form.choices)
    scope = models.CharField(_("类别"), max_length=12, choices=Scope.choices, blank=True)
    operator = models.CharField(_("运营单位"), max_length=100, blank=True)
    office = models.ForeignKey(
        Office, verbose_name=_("主管机构"), on_delete=models.PROTECT, related_name="markets"
    )

    region_code = models.CharField(_("区县代码"), max_length=6, db_index=True)
    town = models.CharField(_("镇街"), max_length=60, blank=True)
    address = models.CharField(_("详细地址"), max_length=200)
    directions = models.CharField(_("怎么找到"), max_length=200, blank=True)
    van_bay = models.CharField(_("即停即走点"), max_length=200, blank=True)
    point = models.PointField(_("位置"), srid=4326)
    entered_lon = models.FloatField(_("录入经度"))
    entered_lat = models.FloatField(_("录入纬度"))
    entered_datum = models.CharField(_("录入坐标系"), max_length=10, choices=Datum.choices)
    accuracy_m = models.PositiveIntegerField(_("位置精度（米）"))

    hours = models.CharField(_("运行时间"), max_length=500, blank=True)
    hours_note = models.CharField(_("运行时间说明"), max_length=200, blank=True)
    free_of_charge = models.BooleanField(_("免费"), null=True, blank=True)
    hotline = models.CharField(_("服务热线"), max_length=30, blank=True, validators=[OFFICE_PHONE])
    complaint_line = models.CharField(
        _("投诉举报电话"), max_length=30, blank=True, validators=[OFFICE_PHONE]
    )
    trades = models.ManyToManyField(Trade, verbose_name=_("工种"), through="directory.MarketTrade")
    services = models.ManyToManyField(ServiceTag, verbose_name=_("服务"), blank=True)
    facilities = models.ManyToManyField(Facility, verbose_name=_("设施"), blank=True)
    demo = models.BooleanField(_("演示数据"), default=False)
    # Set by directory.merging alone: the id lives on and leads there.
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("并入"),
        on_delete=models.PROTECT,
        related_name="merged_from",
        null=True,
        blank=True,
        editable=False,
    )
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    updated_at = models.DateTimeField(_("修改时间"), auto_now=True)

    objects = MarketQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("市场")
        ordering = ["region_code", "public_id"]
        indexes = [GistIndex(OnTheGlobe("point"), name="market_on_the_globe")]
        constraints = [
            models.CheckConstraint(
                condition=Q(public_id__regex=PUBLIC_ID_SQL), name="market_public_id_form"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="market_has_a_name"),
            models.CheckConstraint(
                condition=Q(nature__in=Nature.values), name="market_nature_known"
            ),
            models.CheckConstraint(condition=Q(form__in=Form.values), name="market_form_known"),
            models.CheckConstraint(
                condition=Q(scope__in=["", *Scope.values]), name="market_scope_known"
            ),
            models.CheckConstraint(
                condition=Q(entered_datum__in=Datum.values), name="market_datum_known"
            ),
            models.CheckConstraint(
                condition=Q(region_code__regex=r"^[0-9]{6}$"), name="market_region_six_digits"
            ),
            models.CheckConstraint(
                condition=Q(hotline__regex=OFFICE_PHONE_SQL)
                & Q(complaint_line__regex=OFFICE_PHONE_SQL),
                name="market_lines_are_office_lines",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="market_is_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=Q(entered_lon__range=(-180, 180)) & Q(entered_lat__range=(-90, 90)),
                name="market_entered_coordinates_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.public_id}）"
