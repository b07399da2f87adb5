"""What a write to the ledger refuses, in words for the person who entered it."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _


class EntryErrors(ValueError):
    """Everything wrong with one entry: `errors` maps a field to its messages, in Chinese.

    Fields of parts are written `zones.0.hours`; what concerns the whole entry is under "".
    """

    def __init__(self, errors: Mapping[str, Sequence[str]]) -> None:
        self.errors: dict[str, list[str]] = {field: list(each) for field, each in errors.items()}
        lines = (
            f"{field}：{message}" if field else message
            for field, messages in self.errors.items()
            for message in messages
        )
        super().__init__("；".join(lines))


class StaleVersion(EntryErrors):
    """Somebody else has written meanwhile; nothing of the second write has been stored."""

    def __init__(self, seen: int, current: int, message: str = "") -> None:
        self.seen = seen
        self.current = current
        super().__init__({"": [message or self._words()]})

    def _words(self) -> str:
        return _(
            "在您打开之后，别人已经修改过（您看到的是第 %(seen)d 版，现在是第 %(current)d 版）"
        ) % {
            "seen": self.seen,
            "current": self.current,
        }


class Refusals:
    """Collects messages by field and raises them all at once."""

    def __init__(self) -> None:
        self._errors: dict[str, list[str]] = {}

    def add(self, field: str, message: str) -> None:
        self._errors.setdefault(field, []).append(message)

    def __contains__(self, field: str) -> bool:
        return field in self._errors

    def raise_if_any(self) -> None:
        if self._errors:
            raise EntryErrors(self._errors)
