"""Regions, the editions they come in, and the towns that no boundary file has."""

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Datum(models.TextChoices):
    """The datum in which a coordinate was written down; stored geometry is always WGS-84."""

    WGS84 = "wgs84", "WGS-84 / CGCS2000"
    GCJ02 = "gcj02", _("GCJ-02（高德、腾讯、微信）")
    BD09 = "bd09", _("BD-09（百度）")


class Level(models.TextChoices):
    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("县级")


class Edition(models.Model):
    """A whole set of regions, loaded hidden and then switched live; one is live at a time."""

    class State(models.TextChoices):
        HIDDEN = "hidden", _("未启用")
        LIVE = "live", _("使用中")
        RETIRED = "retired", _("已停用")

    name = models.CharField(_("名称"), max_length=100, unique=True)
    source = models.CharField(_("来源"), max_length=300)
    licence = models.CharField(_("许可"), max_length=100, blank=True)
    entered_datum = models.CharField(_("原坐标系"), max_length=10, choices=Datum.choices)
    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.HIDDEN, db_index=True
    )
    loaded_at = models.DateTimeField(_("载入时间"), auto_now_add=True)
    live_at = models.DateTimeField(_("启用时间"), null=True, blank=True)
    # The name of the edition whose other regions were carried over; a name, because an old edition
    # may be deleted. Empty where the edition is whole by itself.
    base = models.CharField(_("底本"), max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("区划版本")
        ordering = ["-loaded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="live"), name="one_edition_is_live"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["hidden", "live", "retired"]), name="edition_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RegionQuerySet(models.QuerySet["Region"]):
    def live(self) -> "RegionQuerySet":
        return self.filter(edition__state=Edition.State.LIVE)

    def at_level(self, level: str) -> "RegionQuerySet":
        return self.filter(level=level)


class Region(models.Model):
    """A province, city or county of one edition, WGS-84. `code` is the six-digit GB/T 2260 code."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="regions")
    code = models.CharField(_("代码"), max_length=6)
    name = models.CharField(_("名称"), max_length=60)
    short_name = models.CharField(_("简称"), max_length=60)
    level = models.CharField(_("层级"), max_length=10, choices=Level.choices)
    parent_code = models.CharField(_("上级代码"), max_length=6, blank=True)
    pinyin = models.CharField(_("全拼"), max_length=200)
    initials = models.CharField(_("首字母"), max_length=60)
    geom = models.MultiPolygonField(_("边界"), srid=4326)
    centre = models.PointField(_("中心点"), srid=4326)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("行政区划")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="region_once_an_edition"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{6}$"), name="region_code_six_digits"
            ),
            models.CheckConstraint(
                condition=Q(level__in=["province", "city", "county"]), name="region_level_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.code}）"


class Town(models.Model):
    """A town or street, keyed by county and name: published town codes clash between sources.

    `point` is WGS-84 and may be missing; `accuracy_m` says how far off it may be.
    """

    county_code = models.CharField(_("区县代码"), max_length=6)
    name = models.CharField(_("名称"), max_length=60)
    slug = models.SlugField(_("网址名"), max_length=80)
    pinyin = models.CharField(_("全拼"), max_length=200)
    initials = models.CharField(_("首字母"), max_length=60)
    point = models.PointField(_("位置"), srid=4326, null=True, blank=True)
    accuracy_m = models.PositiveIntegerField(_("精度（米）"), null=True, blank=True)
    source = models.CharField(_("来源"), max_length=200)
    source_date = models.DateField(_("来源日期"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("镇街")
        ordering = ["county_code", "name"]
        constraints = [
            models.UniqueConstraint(fields=["county_code", "name"], name="town_once_a_county"),
            models.UniqueConstraint(fields=["county_code", "slug"], name="town_slug_once_a_county"),
            models.CheckConstraint(
                condition=Q(point__isnull=True) | Q(accuracy_m__isnull=False),
                name="town_point_has_accuracy",
            ),
        ]

    def __str__(self) -> str:
        return self.name
