"""What a write to the ledger refuses, in words for the person who entered it."""

from collections.abc import Mapping, Sequence


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
