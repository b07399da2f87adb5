"""How many reports, and how many guesses at a receipt, are taken in an hour and in a day.

Who asks is counted by a hash of his address under a key that changes each day and is stored
nowhere: the table does not tell who wrote what, and nobody can be followed from day to day.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from directory.models import ReportThrottle

HOUR, DAY = 3600, 86_400
KEPT = dt.timedelta(days=2)
# Many phones share one address of a mobile network, so an address is given some room.
PER_ADDRESS = ((HOUR, 10), (DAY, 40))
PER_PLACE = ((HOUR, 30), (DAY, 120))
EVERYWHERE = ((HOUR, 600), (DAY, 4000))
WRONG_RECEIPTS = ((HOUR, 20), (DAY, 100))
_UPSERT = """
    INSERT INTO directory_reportthrottle (bucket, starts_at, count) VALUES (%s, %s, 1)
    ON CONFLICT (bucket, starts_at) DO UPDATE SET count = directory_reportthrottle.count + 1
    RETURNING count
"""


@dataclass(frozen=True, slots=True)
class Bucket:
    """Something that is counted: `name` says what, `who` of whom, over each of `limits`."""

    name: str
    who: str
    limits: tuple[tuple[int, int], ...]


class TooMany(Exception):
    """The limit is reached; `retry_after` in seconds."""

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(f"too many; again in {retry_after} s")


def sending(address: str | None, place: str) -> tuple[Bucket, ...]:
    return (
        Bucket("address", address or "unknown", PER_ADDRESS),
        Bucket("place", place, PER_PLACE),
        Bucket("all", "", EVERYWHERE),
    )


def guessing(address: str | None) -> Bucket:
    return Bucket("receipt", address or "unknown", WRONG_RECEIPTS)


def count(*buckets: Bucket) -> None:
    """Counts one more in each; `TooMany` once a limit is passed."""
    now = timezone.now()
    wait = 0
    with connection.cursor() as cursor:
        for bucket in buckets:
            for seconds, most in bucket.limits:
                start = _start(now, seconds)
                cursor.execute(_UPSERT, [_key(bucket, seconds, now), start])
                if cursor.fetchone()[0] > most:
                    wait = max(wait, _left(now, start, seconds))
    if wait:
        raise TooMany(wait)


def check(bucket: Bucket) -> None:
    """`TooMany` where the limit has been reached; counts nothing."""
    now = timezone.now()
    for seconds, most in bucket.limits:
        start = _start(now, seconds)
        row = ReportThrottle.objects.filter(
            bucket=_key(bucket, seconds, now), starts_at=start
        ).first()
        if row is not None and row.count >= most:
            raise TooMany(_left(now, start, seconds))


def forget() -> int:
    """Deletes the counts of days gone by; how many rows."""
    deleted, _by_model = ReportThrottle.objects.filter(starts_at__lt=timezone.now() - KEPT).delete()
    return deleted


def _start(now: dt.datetime, seconds: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(now.timestamp() // seconds * seconds, dt.UTC)


def _left(now: dt.datetime, start: dt.datetime, seconds: int) -> int:
    return max(1, round(start.timestamp() + seconds - now.timestamp()))


def _key(bucket: Bucket, seconds: int, now: dt.datetime) -> str:
    # Hour and day begin in UTC, and so does the key: no window spans two of them.
    salt = f"directory.report_throttle.{now.astimezone(dt.UTC):%Y-%m-%d}"
    said = f"{bucket.name}\n{bucket.who}\n{seconds}"
    return salted_hmac(salt, said, algorithm="sha256").hexdigest()
