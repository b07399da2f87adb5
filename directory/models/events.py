"""Dated happenings: recruitment vans (流动招工大篷车) and special fairs (零工专场)."""

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from directory import kinds
from directory.models.market import PUBLIC_ID, PUBLIC_ID_SQL, Market
from directory.models.people import Official
from directory.models.vocabulary import OFFICE_PHONE, OFFICE_PHONE_SQL, Office, Trade
from geo.models import Datum


class Event(models.Model):
    """An event with a place and a time; `point` is WGS-84. Public once `published` is set."""

    class Kind(models.TextChoices):
        VAN = "van", _("流动招工大篷车")
        FAIR = "fair", _("零工专场招聘会")

    access_kind = kinds.Kind.EVENT
    access_region = "region_code"

    public_id = models.CharField(_("编号"), max_length=12, unique=True, validators=[PUBLIC_ID])
    kind = models.CharField(_("类型"), max_length=8, choices=Kind.choices)
    name = models.CharField(_("名称"), max_length=80)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="events")
    market = models.ForeignKey(
        Market, on_delete=models.SET_NULL, related_name="events", null=True, blank=True
    )
    region_code = models.CharField(_("区县代码"), max_length=6)
    address = models.CharField(_("地点"), max_length=200)
    point = models.PointField(_("位置"), srid=4326)
    entered_lon = models.FloatField(_("录入经度"))
    entered_lat = models.FloatField(_("录入纬度"))
    entered_datum = models.CharField(_("录入坐标系"), max_length=10, choices=Datum.choices)
    starts_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"))
    trades = models.ManyToManyField(Trade, verbose_name=_("工种"), blank=True)
    phone = models.CharField(_("电话"), max_length=30, blank=True, validators=[OFFICE_PHONE])
    note = models.CharField(_("说明"), max_length=200, blank=True)
    published = models.BooleanField(_("公开"), default=False)
    demo = models.BooleanField(_("演示数据"), default=False)
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)
    # Null: by a command. Another person decides that it is published.
    entered_by = models.ForeignKey(
        Official,
        verbose_name=_("录入人"),
        on_delete=models.PROTECT,
        related_name="events",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = verbose_name_plural = _("活动")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(public_id__regex=PUBLIC_ID_SQL), name="event_public_id_form"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="event_has_a_name"),
            models.CheckConstraint(
                condition=Q(entered_datum__in=Datum.values), name="event_datum_known"
            ),
            models.CheckConstraint(
                condition=Q(entered_lon__range=(-180, 180)) & Q(entered_lat__range=(-90, 90)),
                name="event_entered_coordinates_in_range",
            ),
            models.CheckConstraint(condition=Q(kind__in=["van", "fair"]), name="event_kind_known"),
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="event_starts_before_it_ends"
            ),
            models.CheckConstraint(
                condition=Q(region_code__regex=r"^[0-9]{6}$"), name="event_region_six_digits"
            ),
            models.CheckConstraint(
                condition=Q(phone__regex=OFFICE_PHONE_SQL), name="event_phone_is_an_office_line"
            ),
        ]

    def __str__(self) -> str:
        return self.name
