"""A place where casual labour is hired: a market hall, a service point or a spontaneous kerb."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db.models import Q

from directory.models.vocabulary import OFFICE_PHONE, OFFICE_PHONE_SQL, Facility, Office, ServiceTag
from geo.models import Datum

PUBLIC_ID = RegexValidator(r"^[0-9a-hjkmnp-tv-z]{4,12}$", "编号由 4–12 位小写字母和数字组成")


class Nature(models.TextChoices):
    """运营性质, as the return to the ministry asks for it."""

    PUBLIC = "public", "公共"
    COMMERCIAL = "commercial", "经营性"
    SPONTANEOUS = "spontaneous", "自发形成"


class Form(models.TextChoices):
    """What stands there. A candidate building may be in the ledger and is never published."""

    HALL = "hall", "零工市场（室内）"
    STATION = "station", "零工驿站"
    KERB = "kerb", "路边聚集点"
    CANDIDATE = "candidate", "备选场地"


class Scope(models.TextChoices):
    """Kinds of market named by 人社部发〔2023〕65号."""

    GENERAL = "general", "综合性"
    SPECIALISED = "specialised", "行业性/专业性"
    STATION = "station", "服务站点"


class MarketQuerySet(models.QuerySet["Market"]):
    def public(self) -> "MarketQuerySet":
        """Places whose newest publication decision is to publish."""
        from_newest = (
            self.model.decisions.rel.related_model.objects.filter(market=models.OuterRef("pk"))
            .order_by("-decided_at", "-pk")
            .values("decision")[:1]
        )
        return self.exclude(form=Form.CANDIDATE).alias(
            _newest=models.Subquery(from_newest)
        ).filter(_newest="publish")

    def in_region(self, code: str) -> "MarketQuerySet":
        """Places whose stored region is, or lies in, the six-digit `code`."""
        stem = code.rstrip("0")
        stem += "0" * (-len(stem) % 2)
        return self.filter(region_code__startswith=stem)


class Market(models.Model):
    """One place of the ledger.

    `point` is WGS-84 (EPSG:4326), derived once from `entered_*`; `region_code` is the county the
    place belongs to, kept here because boundaries of different editions differ by some 200 m.
    `hours` is OSM opening_hours syntax, empty where nobody knows.
    """

    public_id = models.CharField("编号", max_length=12, unique=True, validators=[PUBLIC_ID])
    name = models.CharField("名称", max_length=80)
    aliases = ArrayField(models.CharField(max_length=80), verbose_name="别名", default=list, blank=True)
    nature = models.CharField("运营性质", max_length=12, choices=Nature.choices)
    form = models.CharField("形态", max_length=12, choices=Form.choices)
    scope = models.CharField("类别", max_length=12, choices=Scope.choices, blank=True)
    operator = models.CharField("运营单位", max_length=100, blank=True)
    office = models.ForeignKey(
        Office, verbose_name="主管机构", on_delete=models.PROTECT, related_name="markets"
    )

    region_code = models.CharField("区县代码", max_length=6, db_index=True)
    town = models.CharField("镇街", max_length=60, blank=True)
    address = models.CharField("详细地址", max_length=200)
    directions = models.CharField("怎么找到", max_length=200, blank=True)
    van_bay = models.CharField("即停即走点", max_length=200, blank=True)
    point = models.PointField("位置", srid=4326)
    entered_lon = models.FloatField("录入经度")
    entered_lat = models.FloatField("录入纬度")
    entered_datum = models.CharField("录入坐标系", max_length=10, choices=Datum.choices)
    accuracy_m = models.PositiveIntegerField("位置精度（米）")

    hours = models.CharField("运行时间", max_length=500, blank=True)
    hours_note = models.CharField("运行时间说明", max_length=200, blank=True)
    free_of_charge = models.BooleanField("免费", null=True, blank=True)
    hotline = models.CharField("服务热线", max_length=30, blank=True, validators=[OFFICE_PHONE])
    complaint_line = models.CharField(
        "投诉举报电话", max_length=30, blank=True, validators=[OFFICE_PHONE]
    )
    services = models.ManyToManyField(ServiceTag, verbose_name="服务", blank=True)
    facilities = models.ManyToManyField(Facility, verbose_name="设施", blank=True)
    demo = models.BooleanField("演示数据", default=False)
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    updated_at = models.DateTimeField("修改时间", auto_now=True)

    objects = MarketQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "市场"
        ordering = ["region_code", "public_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(public_id__regex=r"^[0-9a-hjkmnp-tv-z]{4,12}$"),
                name="market_public_id_form",
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
                condition=Q(entered_lon__range=(-180, 180)) & Q(entered_lat__range=(-90, 90)),
                name="market_entered_coordinates_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.public_id}）"
