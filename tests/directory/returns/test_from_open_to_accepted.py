"""A return through its states, from open to accepted, and back."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from directory.errors import EntryErrors, StaleVersion
from directory.models import MarketFigure, MarketTrade, Return, ReturnRow
from directory.returns import acts, freezing
from directory.returns.freezing import digest
from directory.returns.standing import current
from tests.directory.returns.conftest import Chain, count
from tests.factories.ledger import make_market, make_trade

pytestmark = pytest.mark.django_db


def kinds(one: Return, severity: str, name: str) -> set[str]:
    copy = current(one)
    assert copy is not None
    return set(copy.findings.filter(severity=severity, name=name).values_list("kind", flat=True))


def mend(chain: Chain) -> None:
    count(chain.bare, 80, 30)
    MarketTrade.objects.create(market=chain.bare, trade=make_trade("mason"), is_main=True)


def test_what_was_frozen_stays_when_the_ledger_changes(chain: Chain, one: Return) -> None:
    chain.freeze(one)
    copy = current(one)
    assert copy is not None
    chain.full.name = "改名以后"
    chain.full.save()
    names = {row.entry["name"] for row in copy.rows.all()}
    assert names == {"永福路零工市场", "没填全的市场"}
    assert copy.digest == digest(copy.rows.all())
    assert (copy.places, copy.seekers, copy.hires) == (2, 200, 120)


@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["directory_returncopy", "directory_returnrow"])
def test_the_database_refuses_to_change_a_frozen_copy(
    chain: Chain, one: Return, table: str, statement: str
) -> None:
    chain.freeze(one)
    with (
        pytest.raises(IntegrityError, match="frozen copy"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


def test_missing_and_odd_fields_are_errors_until_they_are_mended(chain: Chain, one: Return) -> None:
    chain.validate(chain.freeze(one))
    assert kinds(one, "error", "没填全的市场") == {"no-trade", "no-scale", "no-hires"}
    assert kinds(one, "error", "永福路零工市场") == set()
    with pytest.raises(EntryErrors, match="3 处错误"):
        acts.sign(chain.lead, one, chain.at(one).version)
    mend(chain)
    chain.validate(chain.freeze(one))
    assert kinds(one, "error", "没填全的市场") == set()
    acts.sign(chain.lead, one, chain.at(one).version)
    assert chain.at(one).state == "signed"
    assert one.copies.count() == 2


def test_hires_beyond_seekers_and_a_place_outside_its_district_are_errors(
    chain: Chain, one: Return
) -> None:
    count(chain.bare, 10, 30)
    make_market(lon=118.5, lat=36.5, name="在别处的市场")
    chain.validate(chain.freeze(one))
    assert "hires-over" in kinds(one, "error", "没填全的市场")
    assert "outside" in kinds(one, "error", "在别处的市场")


def test_unknown_hours_and_old_numbers_are_warnings_whose_explanation_stays(
    chain: Chain, one: Return
) -> None:
    mend(chain)
    MarketFigure.objects.filter(market=chain.bare).update(counted_on=dt.date(2020, 1, 1))
    chain.bare.hours = ""
    chain.bare.save()
    chain.validate(chain.freeze(one))
    assert {"unknown-hours", "old-figure"} <= kinds(one, "warning", "没填全的市场")
    copy = current(one)
    assert copy is not None
    finding = copy.findings.get(kind="unknown-hours")
    acts.explain(chain.clerk, one, finding, "新设，下月定时间")
    chain.validate(chain.freeze(one))
    again = current(one)
    assert again is not None
    assert again.findings.get(kind="unknown-hours").explanation == "新设，下月定时间"


def test_who_froze_does_not_sign_and_the_database_knows_it_too(chain: Chain, one: Return) -> None:
    mend(chain)
    chain.validate(chain.freeze(one, chain.lead))
    with pytest.raises(PermissionDenied, match="冻结的人"):
        acts.sign(chain.lead, one, chain.at(one).version)
    with (
        pytest.raises(IntegrityError, match="signed_by_another"),
        transaction.atomic(),
    ):
        Return.objects.filter(pk=one.pk).update(signed_by=chain.lead)


def test_the_level_above_accepts_or_sends_back_with_a_reason(chain: Chain, one: Return) -> None:
    mend(chain)
    chain.validate(chain.freeze(one))
    acts.sign(chain.lead, one, chain.at(one).version)
    with pytest.raises(EntryErrors, match="不能这样办理"):
        freezing.freeze(chain.clerk, one, chain.at(one).version)
    acts.hand_up(chain.lead, one, chain.at(one).version)
    with pytest.raises(PermissionDenied):
        acts.accept(chain.lead, one, chain.at(one).version)
    with pytest.raises(EntryErrors, match="理由"):
        acts.send_back(chain.city, one, chain.at(one).version, " ")
    acts.send_back(chain.city, one, chain.at(one).version, "少了两处")
    assert (chain.at(one).state, one.reason) == ("sent_back", "少了两处")
    first = current(one)
    chain.freeze(one)
    assert chain.at(one).signed_by is None
    assert first is not None
    assert ReturnRow.objects.filter(copy=first).count() == 2
    assert [copy.number for copy in one.copies.all()] == [2, 1]


def test_a_second_writer_is_told(chain: Chain, one: Return) -> None:
    chain.freeze(one)
    with pytest.raises(StaleVersion):
        freezing.freeze(chain.clerk, one, 1)
