"""Lengths, numbers and codes are written down twice, so that the reader needs no database."""

import dataclasses

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import models

from directory.entries import PlaceInput
from directory.ledger import FIELDS, clean, figures
from directory.ledger.convert import PUBLIC_ID
from directory.ledger.fields import CORNER_LONGEST, LABEL_LONGEST, PEAK_NOTE_LONGEST
from directory.ledger.phones import OFFICE_LINE
from directory.ledger.terms import DATUMS, FORMS, NATURES, SCOPES
from directory.models import Contact, Market, MarketTrade, Office, Peak, Trade
from directory.models.figures import MOST, MarketFigure
from directory.models.market import PUBLIC_ID as PUBLIC_ID_VALIDATOR
from directory.models.market import Form, Nature, Scope
from directory.models.vocabulary import OFFICE_PHONE
from geo.models import Datum
from tests.directory.files.reading import VOCABULARY

NOT_OF_THE_MARKET = {"seekers", "hires", "counted_on", "method"}
NOT_STORED = {"seq", "other_trades", "lon_lat"}
NOT_IN_A_SHEET = {"office", "zones", "demo", "figures"}


def test_fields_are_those_of_an_entry() -> None:
    entered = {field.name for field in dataclasses.fields(PlaceInput)}
    assert set(FIELDS) - NOT_OF_THE_MARKET - NOT_STORED == entered - NOT_IN_A_SHEET


def longest(field: models.Field) -> int:
    return (field.base_field if isinstance(field, ArrayField) else field).max_length or 0


@pytest.mark.parametrize(
    "name",
    [
        "public_id", "name", "aliases", "nature", "form", "scope", "operator", "region_code",
        "town", "address", "directions", "van_bay", "hours", "hours_note", "hotline",
        "complaint_line",
    ],
)  # fmt: skip
def test_texts_are_as_long_as_the_ledger_takes(name: str) -> None:
    assert FIELDS[name].longest == longest(Market._meta.get_field(name))


def test_parts_are_as_long_as_the_ledger_takes() -> None:
    assert longest(Contact._meta.get_field("label")) == LABEL_LONGEST == FIELDS["contacts"].longest
    corner = longest(MarketTrade._meta.get_field("corner"))
    assert corner == CORNER_LONGEST == FIELDS["trades"].longest
    assert longest(Peak._meta.get_field("note")) == PEAK_NOTE_LONGEST == FIELDS["peaks"].longest
    assert longest(Trade._meta.get_field("name")) >= max(map(len, VOCABULARY.trades.names.values()))


def test_figures_are_as_large_and_as_long_as_the_ledger_takes() -> None:
    assert figures.MOST_PEOPLE == MOST
    assert FIELDS["method"].longest == longest(MarketFigure._meta.get_field("method"))


def test_office_lines_and_identifiers_look_the_same() -> None:
    assert OFFICE_PHONE.regex.pattern == OFFICE_LINE
    assert Office._meta.get_field("phone").validators[0] is OFFICE_PHONE
    assert PUBLIC_ID_VALIDATOR.regex.pattern == rf"^{PUBLIC_ID.pattern}\Z"


@pytest.mark.parametrize(("choices", "terms"), [(Nature, NATURES), (Form, FORMS), (Scope, SCOPES)])
def test_codes_and_words_are_those_of_the_ledger(choices, terms) -> None:
    assert dict(choices.choices) == dict(terms.names)


def test_datums_are_those_of_the_ledger() -> None:
    assert set(Datum.values) == set(DATUMS.names)


def test_cleaning_what_is_clean_changes_nothing() -> None:
    for text in ("a  b", "１２号（东）", "　x\u200b ", "café", "A\u030a"):
        assert clean(clean(text)) == clean(text)
