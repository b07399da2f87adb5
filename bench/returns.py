"""What freezing, validating and comparing a return of 1 000 places costs.

    python bench/returns.py [--places N] [--rounds N]

As the owner of the demo's database; the demo's hundred places come on top. Places are made in
Shandong, half of them counted on thirty days and half with typed figures. Two years are frozen
county by county, city by city and for the province, a twentieth of the places having changed in
between; then one county that has all the places alone. Everything is rolled back.
"""

import argparse
import datetime as dt
import os
import random
import statistics
import sys
import time
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from directory.made import store  # noqa: E402
from directory.models import (  # noqa: E402
    Count,
    Market,
    MarketFigure,
    Office,
    Official,
    Return,
    RoleAssignment,
)
from directory.monitoring import months  # noqa: E402
from directory.returns import comparing, freezing, rounds, validating  # noqa: E402
from directory.returns.standing import State, current  # noqa: E402

PROVINCE, COUNTY, DAYS = "370000", "370481", 30
ACTS = ("freeze", "validate", "compare")


def person(name: str, office: Office) -> Official:
    made = Official.objects.create_user(username=name, name=name, office=office)
    RoleAssignment.objects.create(official=made, role="province", region_code=PROVINCE)
    return made


def count(places: Iterable[Market], today: dt.date) -> None:
    """Counts for every second place, a typed figure for the others."""
    dice = random.Random(3)
    days = [today - dt.timedelta(days=at) for at in range(1, DAYS + 1)]
    for day in days:
        months.ready(day)
    counts, figures = [], []
    for at, place in enumerate(places):
        size = dice.randint(20, 200)
        if at % 2:
            figures += [
                MarketFigure(market=place, kind=kind, value=value, counted_on=today, method="现场")
                for kind, value in (("seekers", size), ("hires", size // 2))
            ]
            continue
        counts += [
            Count(
                key=uuid.uuid4(), market=place, region_code=place.region_code, day=day,
                session="am", seekers=size, posts=size, hires=size // 2, method="heads",
                counted_at=timezone.now(),
            )
            for day in days
        ]  # fmt: skip
    Count.objects.bulk_create(counts, batch_size=2000)
    MarketFigure.objects.bulk_create(figures, batch_size=2000)


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def accept(one: Return, froze: Official, signed: Official) -> None:
    """As if it had been signed and handed up: what is measured is before that."""
    now = timezone.now()
    Return.objects.filter(pk=one.pk).update(
        state=State.ACCEPTED, frozen_by=froze, signed_by=signed, signed_at=now,
        handed_up_at=now, decided_by=signed, decided_at=now,
    )  # fmt: skip


def measured(one: Return, by: Official) -> dict[str, float]:
    """Seconds of each act; the return is left validated."""
    seconds = {"freeze": timed(lambda: freezing.freeze(by, one, one.version))}
    one.refresh_from_db()
    seconds["validate"] = timed(lambda: validating.validate(by, one, one.version))
    one.refresh_from_db()
    copy = current(one)
    assert copy is not None
    seconds["compare"] = timed(lambda: comparing.compare(copy))
    return seconds


def a_year(period: str, froze: Official, signed: Official) -> dict[str, dict[str, float]]:
    """The whole chain of a year, from the counties up; by level the seconds of its returns."""
    due = dict.fromkeys(("county", "city", "province"), timezone.localdate())
    made = rounds.open_round(None, PROVINCE, period, due)
    held = set(Market.objects.values_list("region_code", flat=True))
    seconds: dict[str, dict[str, float]] = {}
    for level in ("county", "city", "province"):
        sums = dict.fromkeys(ACTS, 0.0)
        for one in made:
            if one.level != level or (level == "county" and one.region_code not in held):
                continue
            for act, spent in measured(one, froze).items():
                sums[act] += spent
            accept(one, froze, signed)
        seconds[level] = sums
    return seconds


def change(share: float) -> None:
    """So many of the places have another address."""
    pks = list(Market.objects.order_by("pk").values_list("pk", flat=True))
    chosen = random.Random(5).sample(pks, max(1, int(len(pks) * share)))
    Market.objects.filter(pk__in=chosen).update(address="改过的地址")


def made(places: int, region: str) -> tuple[Official, Official]:
    """Counted places of a region, and who freezes and who signs."""
    store.make(places, 1, region=region, replace=True)
    count(store.made_places().order_by("pk"), timezone.localdate())
    office = Office.objects.filter(code__startswith=store.OFFICE_PREFIX)[0]
    return person("bench-a", office), person("bench-b", office)


def one_round(places: int) -> dict[str, dict[str, float]]:
    with transaction.atomic():
        froze, signed = made(places, PROVINCE)
        a_year("2098", froze, signed)
        change(0.05)
        seconds = a_year("2099", froze, signed)
        transaction.set_rollback(True)
    with transaction.atomic():
        froze, signed = made(places, COUNTY)
        for period in ("2096", "2097"):
            (one,) = rounds.open_round(None, COUNTY, period, {"county": timezone.localdate()})
            seconds["one county of all"] = measured(one, froze)
            accept(one, froze, signed)
            change(0.05)
        transaction.set_rollback(True)
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    runs = [one_round(asked.places) for _ in range(asked.rounds)]
    print(f"{asked.places} places, medians of {asked.rounds}, seconds")
    for name in runs[0]:
        medians = {act: statistics.median(run[name][act] for run in runs) for act in ACTS}
        print(f"{name:18}", "  ".join(f"{act} {spent:.2f}" for act, spent in medians.items()))


if __name__ == "__main__":
    main()
