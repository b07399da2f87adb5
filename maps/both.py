"""Words that stand in both languages at once, where one answer is kept for every reader."""

from typing import NamedTuple


class Both(NamedTuple):
    """The same said in Chinese and in English; the house's tests know it as a translated text."""

    chinese: str
    english: str

    @property
    def joined(self) -> str:
        return f"{self.chinese} · {self.english}"
