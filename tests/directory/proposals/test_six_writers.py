"""Six people edit one place at once, each on a connection of his own: none is lost unknowingly."""

from dataclasses import replace
from typing import Any

import pytest

from directory import proposals
from directory.errors import StaleVersion
from directory.models import Market, Official, Proposal
from directory.standing import entry_of
from tests.at_once import at_once
from tests.factories.ledger import make_market
from tests.factories.people import make_official

WRITERS = 6
# Each changes something else; two of them also the opening hours.
CHANGES: tuple[dict[str, Any], ...] = (
    {"hours": "04:00-10:00"},
    {"hours": "04:30-11:00", "hours_note": "雨天照常"},
    {"address": "永福路甲 9 号"},
    {"directions": "加油站东侧"},
    {"van_bay": "路北港湾"},
    {"operator": "区公共就业服务中心"},
)


def put_forward(author: Official, values: dict[str, Any], market: Market) -> Proposal:
    wanted = replace(entry_of(market), **values)
    draft = proposals.save_draft(author, wanted, market=market, base_version=market.version)
    return proposals.submit(author, draft, draft.version)


@pytest.mark.django_db(transaction=True)
def test_six_writers_of_one_place_lose_nothing():
    market = make_market()
    authors = [make_official("district_clerk") for _ in range(WRITERS)]
    leads = [make_official("district_lead") for _ in range(WRITERS)]

    written = at_once(
        [
            lambda author=author, values=values: put_forward(author, values, market)
            for author, values in zip(authors, CHANGES, strict=True)
        ],
        StaleVersion,
    )
    assert [type(each) for each in written] == [Proposal] * WRITERS

    answers = at_once(
        [
            lambda lead=lead, each=each: proposals.approve(lead, each, each.version)
            for lead, each in zip(leads, written, strict=True)
        ],
        StaleVersion,
    )

    told = [each for each in answers if isinstance(each, StaleVersion)]
    done = [each for each in answers if isinstance(each, Proposal)]
    assert (len(done), len(told)) == (1, WRITERS - 1)
    assert all("台账已有改动" in str(each) and "提出" in str(each) for each in told)
    market.refresh_from_db()
    assert market.version == 2
    assert entry_of(market) == replace(entry_of(market), **CHANGES[answers.index(done[0])])
    for each, values in zip(Proposal.objects.order_by("author_id"), CHANGES, strict=True):
        assert {part: each.payload[part] for part in values} == values
        assert each.state == ("approved" if each.pk == done[0].pk else "submitted")

    # One after the other each looks at what stands by now and carries his change over.
    for lead, each in zip(leads, written, strict=True):
        if each.pk == done[0].pk:
            continue
        standing = Market.objects.get(pk=market.pk).version
        each = proposals.rebase(each.author, each, each.version, standing=standing)
        proposals.approve(lead, each, each.version)

    market.refresh_from_db()
    assert market.version == WRITERS + 1
    for values in CHANGES[1:]:
        parts = {part: value for part, value in values.items() if part != "hours"}
        assert entry_of(market) == replace(entry_of(market), **parts)
    assert market.hours in {"04:00-10:00", "04:30-11:00"}
    assert set(Proposal.objects.values_list("state", flat=True)) == {"approved"}


@pytest.mark.django_db(transaction=True)
def test_one_proposal_approved_by_six_at_once_is_written_once():
    market = make_market()
    waiting = put_forward(make_official("district_clerk"), CHANGES[0], market)
    answers = at_once(
        [
            lambda lead=lead: proposals.approve(lead, waiting, waiting.version)
            for lead in [make_official("district_lead") for _ in range(WRITERS)]
        ],
        StaleVersion,
    )
    told = [each for each in answers if isinstance(each, StaleVersion)]
    assert len(told) == WRITERS - 1
    assert all("已通过" in str(each) for each in told)
    market.refresh_from_db()
    assert market.version == 2


@pytest.mark.django_db(transaction=True)
def test_one_draft_saved_in_six_windows_takes_the_first_and_tells_the_others():
    market = make_market()
    author = make_official("district_clerk")
    draft = proposals.save_draft(
        author, replace(entry_of(market), address="永福路甲 9 号"), market=market
    )
    answers = at_once(
        [
            lambda values=values: proposals.save_draft(
                author,
                replace(entry_of(market), **values),
                proposal=draft,
                version=draft.version,
            )
            for values in CHANGES
        ],
        StaleVersion,
    )
    assert sum(isinstance(each, Proposal) for each in answers) == 1
    assert sum(isinstance(each, StaleVersion) for each in answers) == WRITERS - 1
    draft.refresh_from_db()
    assert draft.version == 2
