"""Scale and mean hires come from the counts where there are counts, and are typed where not."""

import datetime as dt

import pytest
from django.utils import timezone

from directory.models import Market, Return
from directory.returns.standing import current
from tests.directory.returns.conftest import Chain, count
from tests.factories.counts import make_count

pytestmark = pytest.mark.django_db


def days_ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)


def frozen(chain: Chain, one: Return, place: Market) -> dict[str, dict[str, object]]:
    chain.freeze(one)
    copy = current(one)
    assert copy is not None
    held: dict[str, dict[str, object]] = copy.rows.get(public_id=place.public_id).figures
    return held


def test_counts_go_before_what_was_typed_with_method_days_and_spread(
    chain: Chain, one: Return
) -> None:
    for day, seekers, hires in ((3, 100, 40), (2, 120, 50), (1, 140, 60)):
        make_count(chain.full, days_ago(day), seekers=seekers, hires=hires)
    make_count(chain.full, days_ago(1), seekers=20, hires=None, session="pm", method="estimate")
    figures = frozen(chain, one, chain.full)
    # The last day is the sum of its two sessions: 160.
    assert figures["seekers"] == {
        "value": 127, "on": days_ago(1).isoformat(), "method": "逐个点数、分片估数",
        "days": 3, "spread": 30.6, "derived": True,
    }  # fmt: skip
    assert (figures["hires"]["value"], figures["hires"]["days"]) == (50, 3)
    copy = current(one)
    assert copy is not None
    assert (copy.seekers, copy.hires) == (127, 50)


def test_what_was_never_counted_is_as_it_was_typed(chain: Chain, one: Return) -> None:
    make_count(chain.full, days_ago(5), seekers=90, posts=None, hires=None)
    figures = frozen(chain, one, chain.full)
    assert (figures["seekers"]["value"], figures["seekers"]["derived"]) == (90, True)
    assert (figures["seekers"]["days"], figures["seekers"]["spread"]) == (1, 0.0)
    assert figures["hires"] == {
        "value": 120, "on": timezone.localdate().isoformat(), "method": "现场点数",
        "days": None, "spread": None, "derived": False,
    }  # fmt: skip


def test_counts_that_were_withdrawn_or_are_older_than_a_year_are_left_out(
    chain: Chain, one: Return
) -> None:
    make_count(chain.full, days_ago(365), seekers=999)
    make_count(chain.full, days_ago(4), seekers=998, withdrawn=True)
    count(chain.bare, 70, 30)
    make_count(chain.bare, days_ago(364), seekers=61)
    assert frozen(chain, one, chain.full)["seekers"]["value"] == 200
    assert frozen(chain, one, chain.bare)["seekers"]["value"] == 61
