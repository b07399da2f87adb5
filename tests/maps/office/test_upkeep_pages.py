"""The call list and the pages of places entered twice, in the browser's words."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directory.models import Confirmation, Contact, DuplicateVerdict, Market, Proposal
from directory.models.parts import Fact
from tests.factories.ledger import LAT, LON, make_confirmation, make_market
from tests.factories.people import OTHER_COUNTY, make_official, sign_in

pytestmark = pytest.mark.django_db


def confirmed(market: Market, days_ago: int) -> None:
    for fact in Fact.values:
        make_confirmation(market, fact, timezone.localdate() - dt.timedelta(days=days_ago))


def test_the_list_names_old_facts_and_dials_the_office(client: Client) -> None:
    old, fresh = make_market(name="旧处", published=True), make_market(name="新处")
    confirmed(old, 200)
    confirmed(fresh, 10)

    page = sign_in(client, make_official()).get(reverse("office:upkeep_calls")).content.decode()

    assert "旧处" in page
    assert "新处" not in page
    assert f'href="tel:{old.office.phone}"' in page
    assert "已过 19 天" in page


def test_one_click_confirms_all_and_can_be_taken_back(client: Client) -> None:
    market, clerk = make_market(), make_official()
    sign_in(client, clerk)
    address = reverse("office:upkeep_confirm", args=[market.public_id])

    for _ in range(2):
        answer = client.post(address, {"fact": Fact.values, "next": "https://elsewhere.example/"})

    assert (answer.status_code, answer["Location"]) == (302, reverse("office:upkeep_calls"))
    assert Confirmation.objects.filter(market=market, official=clerk).count() == 5
    client.post(address, {"fact": ["hours"], "undo": "1"})
    assert Confirmation.objects.filter(market=market).count() == 4


def test_nobody_takes_back_what_another_has_confirmed(client: Client) -> None:
    market = make_market()
    confirmed(market, 0)

    address = reverse("office:upkeep_confirm", args=[market.public_id])
    sign_in(client, make_official()).post(address, {"fact": ["hours"], "undo": "1"})

    assert market.confirmations.filter(fact="hours").exists()


def test_another_districts_places_are_neither_listed_nor_confirmed(client: Client) -> None:
    market = make_market(name="别区的地方", region_code=OTHER_COUNTY)
    sign_in(client, make_official())

    for name in ("upkeep_calls", "upkeep_duplicates"):
        assert "别区的地方" not in client.get(reverse(f"office:{name}")).content.decode()
    lines = b"".join(client.get(reverse("office:upkeep_calls_csv")).streaming_content)
    assert "别区的地方" not in lines.decode()
    address = reverse("office:upkeep_confirm", args=[market.public_id])
    assert client.post(address, {"fact": ["hours"]}).status_code == 404


def test_who_only_reads_sees_the_list_without_buttons(client: Client) -> None:
    market = make_market(name="要核实的")
    page = sign_in(client, make_official("planner")).get(reverse("office:upkeep_calls"))

    assert "要核实的" in page.content.decode()
    assert "核实无误" not in page.content.decode()
    address = reverse("office:upkeep_confirm", args=[market.public_id])
    assert client.post(address, {"fact": ["hours"]}).status_code == 403


def test_a_long_list_costs_as_many_queries_as_a_short_one(client: Client) -> None:
    sign_in(client, make_official())
    costs = []
    for _ in range(2):
        for _ in range(10):
            Contact.objects.create(market=make_market(), label="值班", phone="0632-5551234")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("office:upkeep_calls")).status_code == 200
        costs.append(len(asked))

    assert costs[0] == costs[1] <= 36


def two_alike() -> tuple[Market, Market]:
    return (
        make_market(name="永福零工市场"),
        make_market(LON + 0.0004, LAT, name="永福零工驿站", hotline="12333"),
    )


def test_a_pair_is_put_forward_to_be_merged(client: Client) -> None:
    survivor, gone = two_alike()
    sign_in(client, make_official())
    address = reverse("office:upkeep_pair", args=[gone.public_id, survivor.public_id])
    assert address in client.get(reverse("office:upkeep_duplicates")).content.decode()
    page = client.get(address).content.decode()
    assert "名称相同" in page
    assert "12333" in page

    assert client.post(address, {"act": "merge", "note": "同一处"}).status_code == 302

    proposal = Proposal.objects.get(kind="merge")
    assert (proposal.market, proposal.payload["survivor"]) == (gone, survivor.public_id)


def test_a_pair_is_dismissed_only_with_words(client: Client) -> None:
    one, other = two_alike()
    sign_in(client, make_official())
    address = reverse("office:upkeep_pair", args=[one.public_id, other.public_id])

    assert client.post(address, {"act": "dismiss", "note": ""}).status_code == 422
    assert client.post(address, {"act": "dismiss", "note": "路两边各一处"}).status_code == 302

    assert DuplicateVerdict.objects.get().market_a == one
    assert "永福" not in client.get(reverse("office:upkeep_duplicates")).content.decode()


def test_a_pair_across_the_border_does_not_tell_what_the_other_district_has(client: Client) -> None:
    make_market(name="永福零工市场")
    other = make_market(
        LON + 0.0004, LAT, name="永福零工驿站", address="隔壁区路 1 号", region_code=OTHER_COUNTY
    )
    sign_in(client, make_official())

    page = client.get(reverse("office:upkeep_duplicates")).content.decode()

    assert "另一区的一处地点" in page
    assert not any(word in page for word in (other.name, other.address, other.public_id))
