"""Checks shared by everything that is entered, each with its refusal in Chinese."""

from collections.abc import Iterable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation

from directory.errors import Refusals
from directory.hours import HoursError, normalise
from directory.models import Facility, Office, ServiceTag, Trade

M = TypeVar("M", Trade, ServiceTag, Facility, Office)


def check_fields(
    instance: models.Model, refusals: Refusals, prefix: str = "", skip: Iterable[str] = ()
) -> None:
    """Lengths, choices and patterns as the model states them; `skip` names fields set later."""
    with translation.override("zh-hans"):
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
        allowed = f"；可用：{'、'.join(error.allowed)}" if error.allowed else ""
        refusals.add(field, f"{error.zh}（第 {error.position + 1} 个字符）{allowed}")
        return ""


def by_code(
    model: type[M], codes: Iterable[str], refusals: Refusals, field: str, word: str
) -> dict[str, M]:
    """The rows with these codes in the order given; unknown and repeated codes are refused."""
    wanted = list(codes)
    found = {row.code: row for row in model._default_manager.filter(code__in=wanted)}
    for code in wanted:
        if code not in found:
            refusals.add(field, f"没有代码为“{code}”的{word}")
    for code in sorted({code for code in wanted if wanted.count(code) > 1}):
        refusals.add(field, f"{word}“{code}”重复")
    return {code: found[code] for code in wanted if code in found}
