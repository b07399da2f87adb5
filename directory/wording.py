"""Checks shared by everything that is entered, each with its refusal in Chinese."""

from collections.abc import Iterable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory.errors import Refusals
from directory.hours import HoursError, normalise
from directory.models import Facility, Office, ServiceTag, Trade
from directory.source import DATABASE, Source

M = TypeVar("M", Trade, ServiceTag, Facility, Office)


def check_fields(
    instance: models.Model, refusals: Refusals, prefix: str = "", skip: Iterable[str] = ()
) -> None:
    """Lengths, choices and patterns as the model states them; `skip` names fields set later."""
    try:
        instance.clean_fields(exclude=set(skip))
    except ValidationError as error:
        for field, messages in error.message_dict.items():
            for message in messages:
                refusals.add(prefix + field, message)


def hours_as_stored(text: str, refusals: Refusals, field: str) -> str:
    """`text` in canonical syntax, empty for unknown; what cannot be read is refused."""
    if not text.strip():
        return ""
    try:
        return normalise(text)
    except HoursError as error:
        wrong = error.en if (get_language() or "").startswith("en") else error.zh
        allowed = (
            _("；可用：%(words)s") % {"words": "、".join(error.allowed)} if error.allowed else ""
        )
        refusals.add(
            field,
            _("%(wrong)s（第 %(position)s 个字符）%(allowed)s")
            % {"wrong": wrong, "position": error.position + 1, "allowed": allowed},
        )
        return ""


def by_code(
    model: type[M],
    codes: Iterable[str],
    refusals: Refusals,
    field: str,
    word: str,
    source: Source = DATABASE,
) -> dict[str, M]:
    """The rows with these codes in the order given; unknown and repeated codes are refused."""
    wanted = list(codes)
    found = source.rows(model, wanted)
    for code in wanted:
        if code not in found:
            refusals.add(field, _("没有代码为“%(code)s”的%(word)s") % {"code": code, "word": word})
    for code in sorted({code for code in wanted if wanted.count(code) > 1}):
        refusals.add(field, _("%(word)s“%(code)s”重复") % {"word": word, "code": code})
    return {code: found[code] for code in wanted if code in found}
