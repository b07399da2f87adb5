"""How long a search may go on, and who is told how far it is."""

import time

from geo.siting.solution import Progress, relative_gap


class Clock:
    """`limit` seconds from now; `tell` reports and says whether to go on."""

    def __init__(self, limit: float, progress: Progress | None) -> None:
        self._began = time.perf_counter()
        self._limit, self._progress = limit, progress
        self.cancelled = False

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._began

    @property
    def left(self) -> float:
        return max(0.0, self._limit - self.seconds)

    @property
    def is_up(self) -> bool:
        return self.cancelled or self.left <= 0.0

    def tell(self, objective: float, bound: float) -> bool:
        """True where the search may go on."""
        if self._progress is None:
            return not self.is_up
        if self._progress(objective, bound, relative_gap(objective, bound)) is False:
            self.cancelled = True
        return not self.is_up

    @property
    def why(self) -> str:
        """Why a search ended before it had proven what was asked; empty where it did not."""
        if self.cancelled:
            return "cancelled"
        return "time limit" if self.left <= 0.0 else ""
