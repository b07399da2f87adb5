"""What the OpenAPI document says, held against what is answered, by generated questions."""

import hypothesis
import pytest
import schemathesis
from schemathesis.checks import positive_data_acceptance
from schemathesis.openapi import from_url

from maps.api.docs import openapi

EXAMPLES = 12


@pytest.fixture(scope="session")
def described(api: str) -> schemathesis.BaseSchema:
    return from_url(f"{api}/openapi.json")


def test_every_address_of_the_document_is_described_once(described) -> None:
    names = [each.ok().definition.raw["operationId"] for each in described.get_all_operations()]
    assert len(names) == len(set(names)) >= 17


@pytest.mark.parametrize("path", sorted(openapi()["paths"]))
def test_answers_are_as_the_document_says(described, path: str) -> None:
    """No 5xx; status, type, headers and body as described; what is malformed is refused.

    Not every text that fits the document is a position in China, a filter or a known trade: such
    a 400 is right, and the examples below see that the right ones are answered.
    """

    @hypothesis.given(case=described[path]["GET"].as_strategy())
    @hypothesis.settings(
        max_examples=EXAMPLES,
        database=None,
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    ask()


@pytest.mark.parametrize(
    "asked",
    [
        "nearest?lon=117.26&lat=34.79&trade=瓦匠&at=tomorrow 05:00&mode=walk&limit=3",
        "changes?since=0",
        "collections/markets/items?near=117.26,34.79&datum=gcj02&limit=3&trade=wg",
        "collections/markets/items?open_at=2026-11-24T05:00&region=370403",
        "collections/markets/items?properties=name,nature&sortby=-accuracy_m,name&limit=5",
        "collections/markets/items?filter=A_CONTAINS(trades,('bricklayer'))&filter-lang=cql2-text",
        "collections/events/items?datetime=2026-11-01T00:00:00Z/..",
        "collections/regions/items?level=county&bbox=117,34,118,36",
        "collections/markets/items/hall1?crs=http://www.opengis.net/def/crs/EPSG/0/4548",
    ],
)
def test_a_right_question_is_answered_as_the_document_says(described, api: str, asked: str) -> None:
    path, _, query = asked.partition("?")
    given = dict(pair.split("=", 1) for pair in query.split("&"))
    template, values = f"/api/{path}", {}
    if path.endswith("/hall1"):
        template, values = (
            f"/api/{path.removesuffix('hall1')}{{feature_id}}",
            {"feature_id": "hall1"},
        )
    case = described[template]["GET"].Case(path_parameters=values, query=given)
    response = case.call()
    assert response.status_code == 200, response.text
    case.validate_response(response)
