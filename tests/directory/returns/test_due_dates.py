"""Another due date: by the level above, in order with the others, with a reason that stays."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from directory.errors import EntryErrors
from directory.models import HistoryEntry, Return
from directory.returns import due, rounds
from tests.directory.returns.conftest import Chain
from tests.factories.history import settle
from tests.factories.ledger import COUNTY
from tests.factories.people import CITY, PROVINCE

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_of(chain: Chain) -> dict[str, Return]:
    """A round of the whole province, due in 10, 20 and 30 days; by code."""
    today = timezone.localdate()
    days = {"county": 10, "city": 20, "province": 30}
    dates = {level: today + dt.timedelta(days=n) for level, n in days.items()}
    return {one.region_code: one for one in rounds.open_round(None, PROVINCE, "2027", dates)}


def in_days(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def test_the_level_above_sets_it_and_the_history_says_who_and_why(
    chain: Chain, round_of: dict[str, Return]
) -> None:
    one = round_of[COUNTY]
    before = one.due_on
    assert due.set_due(chain.city, one, in_days(12), "大雪封路") == 1
    assert chain.at(one).due_on == in_days(12)
    settle()
    (entry,) = due.changes(chain.lead, one)
    assert (entry.actor, entry.act, entry.reason) == (
        chain.city.username, "return.due", "大雪封路",
    )  # fmt: skip
    assert entry.before is not None
    assert entry.before["due_on"] == before.isoformat()
    for stranger, owed in ((chain.lead, one), (chain.city, round_of[CITY])):
        with pytest.raises(PermissionDenied):
            due.set_due(stranger, owed, in_days(13), "自己改")
    assert due.set_due(chain.province, round_of[PROVINCE], in_days(40), "部里推迟") == 1


def test_all_counties_of_a_city_move_together_but_those_that_have_handed_up(
    chain: Chain, round_of: dict[str, Return]
) -> None:
    done = round_of["370402"]
    Return.objects.filter(pk=done.pk).update(
        state="handed_up", frozen_by=chain.clerk, signed_by=chain.lead,
        signed_at=timezone.now(), handed_up_at=timezone.now(),
    )  # fmt: skip
    mine = [code for code, one in round_of.items() if code[:4] == "3704" and one.level == "county"]
    moved = due.set_due(chain.city, round_of[COUNTY], in_days(15), "推迟", all_alike=True)
    assert moved == len(mine) - 1
    assert chain.at(done).due_on == in_days(10)
    assert chain.at(round_of["370302"]).due_on == in_days(10)
    assert not due.may_set(chain.city, done)
    settle()
    assert (
        HistoryEntry.objects.filter(
            before__has_key="due_on", actor=chain.city.username, reason="推迟"
        ).count()
        == moved
    )


@pytest.mark.parametrize(
    ("code", "days", "reason", "said"),
    [
        (COUNTY, 21, "推迟", "不能晚于上级枣庄市"),
        (CITY, 9, "提前", "不能早于下级"),
        (CITY, 31, "推迟", "不能晚于上级山东省"),
        (COUNTY, -1, "推迟", "今天以后"),
        (COUNTY, 800, "推迟", "两年以内"),
        (COUNTY, 12, " ", "理由"),
    ],
)
def test_a_date_out_of_order_or_without_a_reason_is_refused(
    chain: Chain, round_of: dict[str, Return], code: str, days: int, reason: str, said: str
) -> None:
    one = round_of[code]
    with pytest.raises(EntryErrors, match=said):
        due.set_due(chain.province, one, in_days(days), reason)
    assert chain.at(one).due_on == one.due_on
