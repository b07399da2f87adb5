"""Officials, and the roles that they hold by region. Workers have no account and no record."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Case, Q, SmallIntegerField, Value, When
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from directory.kinds import Kind, Role
from directory.models.vocabulary import Office

ROLE_LABELS = {
    Role.DISTRICT_CLERK: _("区县经办"),
    Role.DISTRICT_LEAD: _("区县负责人"),
    Role.CITY: _("市级"),
    Role.PROVINCE: _("省级"),
    Role.COUNTER: _("现场计数"),
    Role.PLANNER: _("规划"),
    Role.DEPARTMENT: _("协同部门（只读）"),
    Role.AUDITOR: _("审计"),
    Role.SYSADMIN: _("系统管理员"),
}


class Department(models.TextChoices):
    """The five departments that signed 人社部发〔2022〕38号."""

    HUMAN_RESOURCES = "hr", _("人力资源社会保障")
    CIVIL_AFFAIRS = "civil", _("民政")
    FINANCE = "finance", _("财政")
    HOUSING = "housing", _("住房城乡建设")
    MARKET_REGULATION = "market", _("市场监管")


class OfficialManager(BaseUserManager["Official"]):
    def create_user(self, username: str, password: str | None = None, **values: Any) -> "Official":
        """A person with an unusable password where none is given."""
        official = self.model(username=self.model.normalize_username(username), **values)
        official.set_password(password)
        official.save(using=self._db)
        return official


class Official(AbstractBaseUser):
    """Somebody of an office who signs in. What he may do, his role assignments say."""

    access_kind = Kind.OFFICIAL
    access_region = "office__region_code"

    username = models.CharField(
        _("用户名"), max_length=60, unique=True, validators=[ASCIIUsernameValidator()]
    )
    name = models.CharField(_("姓名或岗位"), max_length=40)
    office = models.ForeignKey(
        Office, verbose_name=_("机构"), on_delete=models.PROTECT, related_name="officials"
    )
    email = models.EmailField(_("工作邮箱"), blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    # Part of every session's hash: a higher number ends all of them.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    # Set while the password is one that somebody else has made: until when it can be used, and
    # nothing can be done with it but to choose one's own.
    start_password_until = models.DateTimeField(
        _("初始密码有效期至"), null=True, blank=True, editable=False
    )
    # When a system administrator last ended a lock-out of this account, for the history.
    lockout_lifted_at = models.DateTimeField(
        _("解除锁定时间"), null=True, blank=True, editable=False
    )
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name", "office"]

    objects = OfficialManager()

    class Meta:
        verbose_name = verbose_name_plural = _("工作人员")
        ordering = ["office__region_code", "username"]
        constraints = [
            models.CheckConstraint(condition=~Q(username=""), name="official_has_a_username"),
            models.CheckConstraint(condition=~Q(name=""), name="official_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.office.name}）"

    def get_session_auth_hash(self) -> str:
        """Changes with the password, and when the account is disabled or its sessions are ended."""
        return self._session_hash()

    def get_session_auth_fallback_hash(self) -> Iterable[str]:
        """None: a session signed with a retired SECRET_KEY ends with it."""
        return ()

    def _session_hash(self) -> str:
        said = f"{self.password}|{self.session_epoch}|{int(self.is_active)}"
        return salted_hmac("directory.models.people.session", said, algorithm="sha256").hexdigest()

    def may_sign_in(self) -> bool:
        """Given the right password: not when disabled, nor after a start password has run out."""
        until = self.start_password_until
        return self.is_active and (until is None or until > timezone.now())

    # The admin's own questions, asked only for whether to show a link; objects are asked about
    # through directory.access.
    @property
    def is_staff(self) -> bool:
        return self.is_active

    @property
    def is_superuser(self) -> bool:
        return False

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return False

    def has_perms(self, perms: Iterable[str], obj: object = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active


class RoleAssignment(models.Model):
    """A role over one region and all that lies in it."""

    access_kind = Kind.OFFICIAL
    access_region = "official__office__region_code"

    official = models.ForeignKey(
        Official, verbose_name=_("工作人员"), on_delete=models.CASCADE, related_name="roles"
    )
    role = models.CharField(
        _("角色"),
        max_length=16,
        choices=[(role.value, label) for role, label in ROLE_LABELS.items()],
    )
    region_code = models.CharField(_("区划代码"), max_length=6)
    department = models.CharField(_("部门"), max_length=10, choices=Department.choices, blank=True)
    granted_by = models.ForeignKey(
        Official,
        verbose_name=_("授权人"),
        on_delete=models.PROTECT,
        related_name="granted_roles",
        null=True,
        blank=True,
    )
    granted_at = models.DateTimeField(_("授权时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("角色")
        ordering = ["official", "role", "region_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["official", "role", "region_code"], name="role_once_a_region"
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="role_known"
            ),
            models.CheckConstraint(
                condition=Q(region_code__regex=r"^[0-9]{6}$"), name="role_region_six_digits"
            ),
            models.CheckConstraint(
                condition=Q(role="department") ^ Q(department=""), name="department_role_names_one"
            ),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=models.F("official")),
                name="nobody_grants_himself_a_role",
            ),
            # One who runs the system and one who looks over its shoulder are two people.
            ExclusionConstraint(
                name="nobody_is_sysadmin_and_auditor",
                expressions=[
                    ("official", RangeOperators.EQUAL),
                    (
                        Case(
                            When(role="auditor", then=Value(1)),
                            default=Value(0),
                            output_field=SmallIntegerField(),
                        ),
                        RangeOperators.NOT_EQUAL,
                    ),
                ],
                condition=Q(role__in=["auditor", "sysadmin"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.region_code}"
