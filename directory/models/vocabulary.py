"""Vocabularies kept as data: trades, service tags, facilities, and the offices that answer."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.kinds import Kind

# Office lines only: a landline with area code, a 400/800 number, or a short hotline such as 12333.
# [0-9] and \Z, not \d and $: full-width digits and a trailing line feed are refused here as in SQL.
_LINE = r"0[0-9]{2,3}-[0-9]{7,8}(-[0-9]{1,5})?|[48]00-?[0-9]{3}-?[0-9]{4}|1[0-9]{4}|9[0-9]{4}"
OFFICE_PHONE = RegexValidator(
    rf"^({_LINE})\Z",
    _(
        "只接受办公电话：带区号的座机（0632-1234567）、400/800 电话"
        "或 12333 这样的短号；不接受手机号"
    ),
)
OFFICE_PHONE_SQL = rf"^({_LINE})?$"


class Trade(models.Model):
    """A trade (工种) with the other words people use for it."""

    # The same for every region.
    access_kind = Kind.VOCABULARY
    access_region = ""

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=40, unique=True)
    name_en = models.CharField(_("英文名"), max_length=80)
    synonyms = ArrayField(models.CharField(max_length=40), verbose_name=_("同义词"), default=list)
    pinyin = models.CharField(_("全拼"), max_length=120)
    initials = models.CharField(_("首字母"), max_length=40)
    icon = models.CharField(_("图标"), max_length=40)
    position = models.PositiveSmallIntegerField(_("次序"), default=0)
    active = models.BooleanField(_("使用中"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("工种")
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(pinyin="") & ~Q(initials=""), name="trade_can_be_found"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ServiceTag(models.Model):
    """A service offered at a place (即时快招, 政策咨询, 劳动维权 …)."""

    # The same for every region.
    access_kind = Kind.VOCABULARY
    access_region = ""

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=40, unique=True)
    name_en = models.CharField(_("英文名"), max_length=80)
    position = models.PositiveSmallIntegerField(_("次序"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("服务")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class Facility(models.Model):
    """Something found at a place (shelter, light, hot water, toilets, van bay …)."""

    # The same for every region.
    access_kind = Kind.VOCABULARY
    access_region = ""

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=40, unique=True)
    name_en = models.CharField(_("英文名"), max_length=80)
    position = models.PositiveSmallIntegerField(_("次序"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("设施")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    """A public office that owns places, confirms facts and answers complaints."""

    access_kind = Kind.OFFICE
    access_region = "region_code"

    code = models.SlugField(_("代码"), max_length=60, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    region_code = models.CharField(_("区划代码"), max_length=6)
    phone = models.CharField(_("电话"), max_length=30, blank=True, validators=[OFFICE_PHONE])
    complaint_phone = models.CharField(
        _("投诉举报电话"), max_length=30, blank=True, validators=[OFFICE_PHONE]
    )
    # Where it is reminded of what it owes: the office's, never a person's.
    mailbox = models.EmailField(_("机构邮箱"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("机构")
        ordering = ["region_code", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(region_code__regex=r"^[0-9]{6}$"), name="office_region_six_digits"
            ),
            models.CheckConstraint(
                condition=Q(phone__regex=OFFICE_PHONE_SQL)
                & Q(complaint_phone__regex=OFFICE_PHONE_SQL),
                name="office_phone_is_an_office_line",
            ),
        ]

    def __str__(self) -> str:
        return self.name
