"""The one exception of this package."""


class HoursError(ValueError):
    """Opening hours that cannot be read, or a question about them that cannot be answered.

    Attributes
    ----------
    expression : the text as it was given (cut to 200 characters)
    position : 0-based index into `expression` where reading stopped
    zh, en : what is wrong, for people, in Chinese and in English
    allowed : what may stand there instead, as examples or words of the syntax
    """

    def __init__(
        self,
        expression: str,
        position: int,
        zh: str,
        en: str,
        allowed: tuple[str, ...] = (),
    ) -> None:
        self.expression = expression[:200]
        self.position = position
        self.zh = zh
        self.en = en
        self.allowed = allowed
        super().__init__(expression, position, zh, en, allowed)

    def __str__(self) -> str:
        hint = f" (allowed: {', '.join(self.allowed)})" if self.allowed else ""
        return f"{self.en} at character {self.position + 1} of {self.expression!r}{hint}"
