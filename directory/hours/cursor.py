"""A place in a row of tokens: looking, taking, refusing."""

from directory.hours.errors import HoursError
from directory.hours.lexer import Token, TokenKind


class Cursor:
    """Reads tokens from left to right; `at` only grows, so parsing takes linear time."""

    def __init__(self, expression: str, tokens: tuple[Token, ...]) -> None:
        self.expression = expression
        self.tokens = tokens
        self.at = 0

    def peek(self, ahead: int = 0) -> Token:
        return self.tokens[min(self.at + ahead, len(self.tokens) - 1)]

    def is_kind(self, kind: TokenKind, ahead: int = 0) -> bool:
        return self.peek(ahead).kind == kind

    def is_mark(self, mark: str, ahead: int = 0) -> bool:
        token = self.peek(ahead)
        return token.kind == "punctuation" and token.text == mark

    def is_word(self, word: str, ahead: int = 0) -> bool:
        token = self.peek(ahead)
        return token.kind == "word" and token.text == word

    def take(self) -> Token:
        token = self.peek()
        self.at += 1
        return token

    def take_mark(self, mark: str) -> bool:
        if self.is_mark(mark):
            self.at += 1
            return True
        return False

    def number(self, low: int, high: int, zh: str, en: str) -> int:
        """The next token as a number within bounds."""
        token = self.peek()
        if token.kind != "number" or not low <= token.value <= high:
            raise self.refusal(
                f"此处应为{zh}（{low}–{high}）",
                f"expected {en} ({low} to {high})",
                (f"{low:02d}", f"{high:02d}"),
            )
        return self.take().value

    def is_time(self, ahead: int = 0) -> bool:
        """`8:30-` or `8:30+`; not the `02: 18` of `Jan 02: 18:00-22:00`."""
        return (
            self.is_kind("number", ahead)
            and self.is_mark(":", ahead + 1)
            and self.is_kind("number", ahead + 2)
            and not self.is_mark(":", ahead + 3)
        )

    def offset(self, low: int, high: int) -> int:
        """`+1 day`, `-2 days`, or nothing (0)."""
        if not (self.is_mark("+") or self.is_mark("-")):
            return 0
        if not (self.is_kind("number", 1) and self.is_word("day", 2)):
            return 0
        sign = 1 if self.is_mark("+") else -1
        days = sign * self.peek(1).value
        if not low <= days <= high:
            self.at += 1
            raise self.refusal(
                f"最多只能移动 {low:+d} 到 {high:+d} 天", f"the shift must be {low:+d} to {high:+d}"
            )
        self.at += 3
        return days

    def refusal(self, zh: str, en: str, allowed: tuple[str, ...] = ()) -> HoursError:
        return HoursError(self.expression, self.peek().position, zh, en, allowed)
