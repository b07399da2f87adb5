"""How much one address may ask of a process: a bucket of tokens each for pages and for data.

Thousands of phones share one address of a mobile network, so pages get far more than the API, and
both a burst that no person and no well-behaved program uses up. Only floods are stopped.
"""

import time
from dataclasses import dataclass

# Addresses remembered; the ones asked longest ago are forgotten first, and begin anew.
ADDRESSES_MOST = 50_000
# The features that cost as much as one request; a whole directory costs what it is worth.
FEATURES_A_TOKEN = 500


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class Rates:
    """`per_second` tokens come back; `burst` seconds' worth are saved up. 0: no limit."""

    def __init__(self, per_second: float, burst_seconds: float) -> None:
        self._per_second = per_second
        self._most = per_second * burst_seconds
        self._buckets: dict[str, _Bucket] = {}

    def wait(self, address: str, cost: float) -> int:
        """Takes `cost` tokens: 0. Where there are too few: takes none, whole seconds to wait."""
        if not self._per_second:
            return 0
        now = time.monotonic()
        bucket = self._buckets.get(address)
        if bucket is None:
            if len(self._buckets) >= ADDRESSES_MOST:
                self._forget()
            bucket = self._buckets[address] = _Bucket(self._most, now)
        held = min(self._most, bucket.tokens + (now - bucket.at) * self._per_second)
        bucket.at = now
        # What costs more than a bucket holds is answered out of a full one.
        cost = min(cost, self._most)
        if held >= cost:
            bucket.tokens = held - cost
            return 0
        bucket.tokens = held
        return max(1, round((cost - held) / self._per_second + 0.5))

    def _forget(self) -> None:
        oldest = sorted(self._buckets, key=lambda each: self._buckets[each].at)
        for address in oldest[: ADDRESSES_MOST // 2]:
            self._buckets.pop(address, None)


def cost_of(limit: str) -> float:
    """What an answer of up to `limit` features costs, as the address says it."""
    return 1 + int(limit) // FEATURES_A_TOKEN if limit.isdecimal() and len(limit) < 8 else 1
