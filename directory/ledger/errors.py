"""What is wrong with a file as a whole, and what with one cell of it; in Chinese for its sender."""

from dataclasses import dataclass


class LedgerFileError(ValueError):
    """A file that is refused whole.

    `code` is a slug for programs; `reason` says what is the matter and `advice` what to do.
    `sheet` and `cell` are empty where the fault lies in no particular place.
    """

    def __init__(
        self, code: str, reason: str, advice: str = "", *, sheet: str = "", cell: str = ""
    ) -> None:
        self.code, self.reason, self.advice = code, reason, advice
        self.sheet, self.cell = sheet, cell
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """One sentence or two: place, reason, advice."""
        place = f"{self.sheet}!{self.cell}" if self.sheet and self.cell else self.sheet or self.cell
        text = f"{place}：{self.reason}" if place else self.reason
        return f"{text}。{self.advice}。" if self.advice else f"{text}。"


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Something about one cell. A `warning` lets the row pass; anything else does not.

    `cell` is written as the sender sees it (名录!C7); `field` is one of `fields.FIELDS`.
    """

    cell: str
    field: str
    code: str
    message: str
    warning: bool = False
