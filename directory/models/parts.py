"""What belongs to a market: trades, zones, peaks, contacts, confirmations, its hall or kerb."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.kinds import Kind
from directory.models.market import Market
from directory.models.people import Official
from directory.models.vocabulary import OFFICE_PHONE, OFFICE_PHONE_SQL, Office, Trade


class MarketTrade(models.Model):
    """A trade that gathers at a market, and in which corner of it where that is known."""

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="market_trades")
    trade = models.ForeignKey(Trade, on_delete=models.PROTECT, related_name="market_trades")
    is_main = models.BooleanField(_("主要工种"), default=False)
    corner = models.CharField(_("所在区域"), max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("市场工种")
        ordering = ["-is_main", "trade__position"]
        constraints = [
            models.UniqueConstraint(fields=["market", "trade"], name="trade_once_a_market")
        ]

    def __str__(self) -> str:
        return f"{self.market_id} {self.trade_id}"


class Zone(models.Model):
    """A part of a market with opening hours of its own; empty hours mean nobody knows them."""

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="zones")
    name = models.CharField(_("分区名称"), max_length=60)
    hours = models.CharField(_("运行时间"), max_length=500, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("次序"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("分区")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["market", "name"], name="zone_name_once_a_market")
        ]

    def __str__(self) -> str:
        return self.name


class Peak(models.Model):
    """When hiring is at its height, local time; `be_there_by` is the advice a worker needs."""

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="peaks")
    starts = models.TimeField(_("开始"))
    ends = models.TimeField(_("结束"))
    be_there_by = models.TimeField(_("最好几点前到"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("招工高峰")
        ordering = ["starts"]
        constraints = [
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="peak_starts_first"),
            models.CheckConstraint(
                condition=Q(be_there_by__isnull=True) | Q(be_there_by__lte=F("ends")),
                name="be_there_before_the_peak_ends",
            ),
            models.UniqueConstraint(fields=["market", "starts"], name="peak_once_a_start"),
        ]

    def __str__(self) -> str:
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}"


class Contact(models.Model):
    """An office number; personal numbers and names have no field to go into."""

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="contacts")
    label = models.CharField(_("用途"), max_length=40)
    phone = models.CharField(_("电话"), max_length=30, validators=[OFFICE_PHONE])
    position = models.PositiveSmallIntegerField(_("次序"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("联系电话")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(phone__regex=OFFICE_PHONE_SQL) & ~Q(phone=""),
                name="contact_is_an_office_line",
            ),
            models.UniqueConstraint(fields=["market", "phone"], name="phone_once_a_market"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.phone}"


class Fact(models.TextChoices):
    """The public facts that are confirmed one by one."""

    HOURS = "hours", _("运行时间")
    LOCATION = "location", _("位置")
    TRADES = "trades", _("工种")
    CONTACT = "contact", _("联系方式")
    SERVICES = "services", _("服务和设施")


class Confirmation(models.Model):
    """That an office confirmed one public fact on a day; the newest of each fact counts."""

    access_kind = Kind.CONFIRMATION
    access_region = "market__region_code"

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="confirmations")
    fact = models.CharField(_("内容"), max_length=12, choices=Fact.choices)
    confirmed_on = models.DateField(_("核实日期"))
    office = models.ForeignKey(Office, verbose_name=_("核实机构"), on_delete=models.PROTECT)
    official = models.ForeignKey(
        Official,
        verbose_name=_("核实人"),
        on_delete=models.PROTECT,
        related_name="confirmations",
        null=True,
        blank=True,
    )
    # When it was said: a fact that changed later that day is not confirmed any more.
    recorded_at = models.DateTimeField(_("记录时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("核实")
        ordering = ["fact", "-confirmed_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(fact__in=Fact.values), name="confirmed_fact_known"),
            models.UniqueConstraint(
                fields=["market", "fact", "confirmed_on", "office"], name="confirmed_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact} {self.confirmed_on}"


class HallKerbLink(models.Model):
    """A hall and the kerb it stands in for; the metres between are computed, never typed."""

    hall = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="kerb_links")
    kerb = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="hall_links")

    class Meta:
        verbose_name = verbose_name_plural = _("室内与路边")
        constraints = [
            models.UniqueConstraint(fields=["hall", "kerb"], name="hall_and_kerb_linked_once"),
            models.CheckConstraint(condition=~Q(hall=F("kerb")), name="hall_is_not_its_own_kerb"),
        ]

    def __str__(self) -> str:
        return f"{self.hall_id} – {self.kerb_id}"
