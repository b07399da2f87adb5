"""How much of what the public is to know of a place is filled in. Pure: no database.

The facts are the public fields of 人社部发〔2022〕38号 (N9, Z3); each counts once.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.entries import PlaceInput


@dataclass(frozen=True, slots=True)
class Completeness:
    """`missing` names in words what nobody has filled in."""

    filled: int
    missing: tuple[str, ...]

    @property
    def total(self) -> int:
        return len(FACTS)

    @property
    def percent(self) -> int:
        """Rounded down: 100 only where nothing is missing."""
        return 100 * self.filled // len(FACTS)


# By the field of PlaceInput that holds the fact.
FACTS: Mapping[str, str | Promise] = {
    "name": _("名称"),
    "nature": _("运营性质"),
    "address": _("详细地址"),
    "hours": _("运行时间"),
    "trades": _("工种"),
    "contacts": _("联系电话"),
    "free_of_charge": _("是否免费"),
    "services": _("服务"),
    "facilities": _("设施"),
    "hotline": _("服务热线"),
    "complaint_line": _("投诉举报电话"),
}


def completeness(entry: PlaceInput) -> Completeness:
    """Of an entry as it stands or as it is proposed; that a place charges is filled in too."""
    missing = [
        str(label) for field, label in FACTS.items() if getattr(entry, field) in ("", (), None)
    ]
    return Completeness(len(FACTS) - len(missing), tuple(missing))
