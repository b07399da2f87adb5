"""The cells of one row made into typed values, field by field."""

import re
from collections.abc import Callable
from collections.abc import Mapping as Lookup
from functools import lru_cache
from typing import Any

from directory.hours import HoursError, normalise
from directory.ledger import coordinates, figures, lists, phones
from directory.ledger.cells import Value
from directory.ledger.fields import FIELDS, Field
from directory.ledger.notes import Notes, free_text, shown, text_of
from directory.ledger.records import ReadOptions
from directory.ledger.terms import YES_NO, Terms
from directory.ledger.texts import narrow

PUBLIC_ID = re.compile("[0-9a-hjkmnp-tv-z]{4,12}")
# Handled together, after all others.
_OF_POSITION = ("lon", "lat", "lon_lat", "datum")
_LIST_KINDS = ("texts", "contacts", "trades", "terms", "peaks")


class Converter:
    """For one sheet: `fields` are those that a column holds, `datum` is what headings say."""

    def __init__(
        self, options: ReadOptions, fields: frozenset[str], since_1904: bool, datum: str | None
    ) -> None:
        self._options, self._fields = options, fields
        self._since_1904, self._datum = since_1904, datum
        vocabulary = options.vocabulary
        self._terms = {
            name: _with_labels(options, name, terms)
            for name, terms in (
                ("nature", vocabulary.natures),
                ("form", vocabulary.forms),
                ("scope", vocabulary.scopes),
                ("datum", vocabulary.datums),
                ("free_of_charge", YES_NO),
            )
        }
        self._required = [
            column.field
            for column in options.template.columns
            if column.required and column.field not in _OF_POSITION
        ]
        self._single: dict[str, Callable[[Value, Field, Notes], Any]] = {
            "text": lambda value, field, notes: free_text(
                text_of(value, notes), field.longest, notes
            ),
            "texts": lambda value, field, notes: lists.texts(
                text_of(value, notes, lines=True), field.longest, notes
            ),
            "id": self._id,
            "term": self._term,
            "region": self._region,
            "yes-no": self._yes_no,
            "hours": lambda value, _, notes: _hours(text_of(value, notes), notes),
            "phone": lambda value, _, notes: phones.phone(text_of(value, notes), notes),
            "contacts": lambda value, _, notes: phones.contacts(
                text_of(value, notes, lines=True), notes
            ),
            "trades": self._trades,
            "terms": self._several,
            "peaks": lambda value, _, notes: lists.peaks(text_of(value, notes, lines=True), notes),
            "count": lambda value, _, notes: figures.count(value, notes),
            "metres": lambda value, _, notes: figures.metres(value, notes),
            "date": lambda value, _, notes: figures.date(value, notes, since_1904, options.today),
        }

    def values(
        self, cells: Lookup[str, Value], names: Lookup[str, str], notes: Notes
    ) -> dict[str, Any]:
        """`cells` and `names` (名录!C7) by field; problems go to `notes`."""
        found: dict[str, Any] = {}
        for name in FIELDS:
            field = FIELDS[name]
            if name in self._fields and name not in _OF_POSITION and field.kind != "ignored":
                at = notes.at(names.get(name, ""), name)
                found[name] = self._single[field.kind](cells.get(name, ""), field, at)
        self._join_trades(found)
        self._position(found, cells, names, notes)
        for name, value in self._options.defaults.items():
            if found.get(name) in (None, ""):
                found[name] = value
        for name in self._required:
            empty = found.get(name) in (None, "", ())
            if empty and not any(each.field == name for each in notes.problems):
                label = self._options.template.label_of(name)
                notes.at(names.get(name, ""), name).add("missing", f"{label}必填")
        return found

    def _join_trades(self, found: dict[str, Any]) -> None:
        others = found.pop("other_trades", ())
        if "trades" in found or others:
            main = found.get("trades", ())
            taken = {each.code for each in main}
            found["trades"] = (*main, *(each for each in others if each.code not in taken))

    def _trades(self, value: Value, field: Field, notes: Notes) -> Any:
        return lists.trades(
            text_of(value, notes, lines=True),
            self._options.vocabulary.trades,
            notes,
            all_main="other_trades" in self._fields,
            none_main=field.name == "other_trades",
        )

    def _several(self, value: Value, field: Field, notes: Notes) -> Any:
        vocabulary = self._options.vocabulary
        known = vocabulary.services if field.name == "services" else vocabulary.facilities
        return lists.terms(text_of(value, notes, lines=True), known, field.label, notes)

    def _term(self, value: Value, field: Field, notes: Notes) -> str:
        text = text_of(value, notes)
        known = self._terms[field.name]
        code = known.code(text) if text else ""
        if code is not None:
            return code
        allowed = "、".join(known.names.values())
        notes.add(f"unknown-{field.name}", f"“{shown(text)}”不在可选范围：{allowed}")
        return ""

    def _yes_no(self, value: Value, field: Field, notes: Notes) -> bool | None:
        return {"yes": True, "no": False}.get(self._term(value, field, notes))

    def _id(self, value: Value, _: Field, notes: Notes) -> str | None:
        text = narrow(text_of(value, notes)).lower()
        if text and not PUBLIC_ID.fullmatch(text):
            notes.add(
                "bad-id", f"“{shown(text)}”不是平台编号（4–12 位小写字母和数字）；新地点请留空"
            )
            return None
        return text or None

    def _region(self, value: Value, _: Field, notes: Notes) -> str:
        text = text_of(value, notes)
        known = self._options.vocabulary.regions
        if not text:
            return ""
        if code := known.code(text):
            return code
        within = {code for code, name in known.names.items() if text.endswith(name)}
        if len(within) == 1:
            return within.pop()
        near = known.near(text)
        hint = f"，最接近的是：{'、'.join(near)}" if near else ""
        notes.add("unknown-region", f"“{shown(text)}”不是已知的区划名称或代码{hint}")
        return ""

    def _position(
        self,
        found: dict[str, Any],
        cells: Lookup[str, Value],
        names: Lookup[str, str],
        notes: Notes,
    ) -> None:
        if not self._fields & {"lon", "lat", "lon_lat"}:
            return
        lon = lat = None
        if "lon_lat" in self._fields:
            at = notes.at(names.get("lon_lat", ""), "lon_lat")
            lon, lat = coordinates.pair(cells.get("lon_lat", ""), at)
        if "lon" in self._fields:
            lon = coordinates.degrees(cells.get("lon", ""), notes.at(names.get("lon", ""), "lon"))
        if "lat" in self._fields:
            lat = coordinates.degrees(cells.get("lat", ""), notes.at(names.get("lat", ""), "lat"))
        stated = ""
        if "datum" in self._fields:
            at = notes.at(names.get("datum", ""), "datum")
            stated = self._term(cells.get("datum", ""), FIELDS["datum"], at)
        notes.at(names.get("lon", names.get("lon_lat", "")), "lon")
        where = coordinates.checked(lon, lat, notes)
        datum = stated or self._datum or self._options.datum or ""
        wrong = any(each.field == "datum" for each in notes.problems)
        if where and not datum and not wrong:
            allowed = "、".join(self._terms["datum"].names.values())
            notes.add("datum-missing", f"有经纬度而没有坐标系，请写明：{allowed}")
        kept = where if datum else None
        found["lon"], found["lat"] = kept or (None, None)
        found["datum"] = datum if kept else ""


def _with_labels(options: ReadOptions, field: str, terms: Terms) -> Terms:
    """The terms with the words that the layout has for them."""
    own = {code: word for named, code, word in options.template.labels if named == field}
    if not own:
        return terms
    added = Terms.of((code, word, ()) for code, word in own.items())
    return Terms({**terms.names, **own}, {**terms.words, **added.words})


def _hours(text: str, notes: Notes) -> str:
    if not text:
        return ""
    canonical, message = _read_hours(text)
    if message:
        notes.add("hours", message)
    return canonical


@lru_cache(maxsize=4096)
def _read_hours(text: str) -> tuple[str, str]:
    try:
        canonical = normalise(text)
    except HoursError as error:
        return "", f"“{shown(text)}”读不懂：{error.zh}（第 {error.position + 1} 个字符）"
    longest = FIELDS["hours"].longest
    if len(canonical) > longest:
        return "", f"运行时间太长，最多 {longest} 个字符"
    return canonical, ""
