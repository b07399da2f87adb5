"""Another system keeps a copy through /api/changes, and ends with what is published."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.test import Client
from hypothesis import strategies as st

from directory import publication
from directory.publication import Snapshot, write
from tests.publications import contents, place

CHANGES = "/api/changes"
ITEMS = "/api/collections/markets/items"
IDS = [f"p{n:02}" for n in range(9)]


class Mirror:
    """What another system holds: features by id, and the publication they are from."""

    def __init__(self, limit: int) -> None:
        self.held: dict[str, Any] = {}
        self.number, self.limit, self.pages = 0, limit, 0

    def follow(self, client: Client) -> None:
        address = f"{CHANGES}?since={self.number}&limit={self.limit}"
        while address:
            response = client.get(address)
            assert response.status_code == 200, response.content.decode()
            body = json.loads(response.content)
            for change in body["changes"]:
                assert (change["id"] in self.held) == (change["kind"] != "added")
                if change["kind"] == "removed":
                    del self.held[change["id"]]
                else:
                    self.held[change["id"]] = change["feature"]
            assert body["numberReturned"] == len(body["changes"]) <= self.limit
            self.pages += 1
            address = next((link["href"] for link in body["links"] if link["rel"] == "next"), "")
        self.number = body["publication"]


def published(client: Client) -> dict[str, Any]:
    features = json.loads(client.get(ITEMS, {"limit": "10000"}).content)["features"]
    return {feature["id"]: feature for feature in features}


def publications(folder: Path, worlds: list[dict[str, int]]) -> list[Snapshot]:
    """One a world; a world says for each place that is public which version of it."""
    made: list[Snapshot] = []
    for number, world in enumerate(worlds, 1):
        places = [replace(place(id), address=f"测试路 {v} 号", lon=117 + v / 10)
                  for id, v in sorted(world.items())]  # fmt: skip
        target = folder / str(number)
        write(contents(places, number=number), target, made[-1] if made else None)
        made.append(Snapshot.open(target))
    return made


WORLDS = st.lists(
    st.dictionaries(st.sampled_from(IDS), st.integers(0, 3)), min_size=2, max_size=6
)  # fmt: skip


@hypothesis.given(worlds=WORLDS, limit=st.integers(1, 5), data=st.data())
@hypothesis.settings(
    max_examples=15, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
def test_a_mirror_that_looks_now_and_then_ends_equal(
    tmp_path_factory: pytest.TempPathFactory, worlds: list[dict[str, int]], limit: int, data: Any
) -> None:
    mirror, client = Mirror(limit), Client()
    for snapshot in publications(tmp_path_factory.mktemp("mirrored"), worlds):
        last = snapshot.number == len(worlds)
        if last or data.draw(st.booleans(), label=f"looks at {snapshot.number}"):
            with publication.use(snapshot):
                mirror.follow(client)
                assert mirror.held == published(client)
    assert mirror.number == len(worlds)


def test_a_mirror_that_is_up_to_date_is_told_nothing(tmp_path: Path) -> None:
    *_, newest = publications(tmp_path, [{"p01": 0}, {"p01": 1, "p02": 0}])
    with publication.use(newest):
        body = json.loads(Client().get(f"{CHANGES}?since=2").content)
    assert (body["numberMatched"], body["changes"], body["publication"]) == (0, [], 2)


def test_a_mirror_that_is_too_far_behind_is_sent_to_the_whole(tmp_path: Path) -> None:
    places = [place("p01")]
    write(contents(places, number=40), tmp_path / "40")
    with publication.use(Snapshot.open(tmp_path / "40")):
        response = Client().get(f"{CHANGES}?since=3")
    problem = json.loads(response.content)
    assert (response.status_code, response["Content-Type"]) == (410, "application/problem+json")
    assert {"enclosure", "items"} <= {link["rel"] for link in problem["links"]}


@pytest.mark.parametrize("since", ["41", "-1", "", "x", "99999999999999999999"])
def test_a_number_that_is_none_is_refused_by_name(tmp_path: Path, since: str) -> None:
    write(contents([place("p01")], number=40), tmp_path / "40")
    with publication.use(Snapshot.open(tmp_path / "40")):
        response = Client().get(CHANGES, {"since": since})
    assert response.status_code == 400
    assert json.loads(response.content)["parameter"] == "since"
