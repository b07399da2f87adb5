"""A place as it stands in the form: filled from an entry, read back into one, its faults named."""

from dataclasses import dataclass
from typing import Any, Self

from django.http import QueryDict

from directory.entries import (
    ContactInput,
    FigureInput,
    PeakInput,
    PlaceInput,
    TradeInput,
    ZoneInput,
)
from directory.errors import EntryErrors
from directory.models import Market, Official
from maps.office.places.entry_form import PlaceForm
from maps.office.places.rows import BLANK, ROWS, TITLES, Rows, row_sets

_OWN = (
    "name",
    "nature",
    "form",
    "scope",
    "operator",
    "office",
    "region_code",
    "town",
    "address",
    "lon",
    "lat",
    "datum",
    "accuracy_m",
    "directions",
    "van_bay",
    "hours",
    "hours_note",
    "hotline",
    "complaint_line",
)
_FREE = {True: "yes", False: "no", None: ""}
_INPUTS: dict[str, Any] = {
    "trades": TradeInput,
    "zones": ZoneInput,
    "peaks": PeakInput,
    "contacts": ContactInput,
    "figures": FigureInput,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the summary: `anchor` is the id of the field it leads to, empty for none."""

    anchor: str
    label: str
    message: str


@dataclass
class PlaceEntry:
    form: PlaceForm
    sets: dict[str, Rows]

    @classmethod
    def blank(cls, official: Official, **initial: Any) -> Self:
        return cls(PlaceForm(official=official, initial=initial), row_sets())

    @classmethod
    def of(cls, official: Official, entry: PlaceInput, **more: Any) -> Self:
        """Filled in with `entry`; `more` are the versions and the note."""
        initial = {name: getattr(entry, name) for name in _OWN}
        initial |= {
            "aliases": "\n".join(entry.aliases),
            "free_of_charge": _FREE[entry.free_of_charge],
            "services": list(entry.services),
            "facilities": list(entry.facilities),
        }
        rows = {
            name: [
                {field: getattr(each, field) for field in each.__slots__}
                for each in getattr(entry, name)
            ]
            for name in ROWS
        }
        form = PlaceForm(official=official, initial=initial | more)
        return cls(form, row_sets(initial=rows))

    @classmethod
    def posted(cls, official: Official, data: QueryDict) -> Self:
        return cls(PlaceForm(data, official=official), row_sets(data))

    def reopened(self, official: Official, more: str = "", **changes: Any) -> Self:
        """The same, as it was typed and unjudged, with another blank row in the set `more`."""
        initial = {name: self.form[name].value() for name in self.form.fields} | changes
        rows = {
            name: [
                {field: row[field].value() for field in row.fields if field != "DELETE"}
                for row in each.forms
            ]
            for name, each in self.sets.items()
        }
        sets = row_sets(initial=rows)
        for name, each in sets.items():
            each.extra = BLANK if name == more else 0
        return type(self)(PlaceForm(official=official, initial=initial), sets)

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), *(each.is_valid() for each in self.sets.values())])

    def place(self, market: Market | None) -> PlaceInput:
        """What has been typed, once it is valid."""
        given = self.form.cleaned_data
        parts: dict[str, Any] = {
            name: tuple(_INPUTS[name](**values) for values in each.values())
            for name, each in self.sets.items()
        }
        return PlaceInput(
            public_id=market.public_id if market else None,
            **{name: given[name] for name in _OWN},
            aliases=given["aliases"],
            free_of_charge=given["free_of_charge"],
            services=tuple(given["services"]),
            facilities=tuple(given["facilities"]),
            demo=market.demo if market else False,
            **parts,
        )

    def refuse(self, error: EntryErrors) -> None:
        """Puts each refusal at the field it speaks of."""
        # Before the first is put anywhere: a refused row may have nothing left that is clean.
        rows = {name: each.filled() for name, each in self.sets.items()}
        for field, messages in error.errors.items():
            name, _dot, rest = field.partition(".")
            at, _dot, inner = rest.partition(".")
            for message in messages:
                if field in self.form.fields:
                    self.form.add_error(field, message)
                elif name not in self.sets:
                    self.form.add_error(None, message)
                elif at.isdigit() and int(at) < len(rows[name]):
                    row = rows[name][int(at)]
                    row.add_error(inner if inner in row.fields else None, message)
                else:
                    self.sets[name].non_form_errors().append(message)

    def faults(self) -> list[Fault]:
        """Everything wrong, in the order of the page."""
        found = [Fault("", "", str(message)) for message in self.form.non_field_errors()]
        found += _of_form(self.form)
        for name, each in self.sets.items():
            title = str(TITLES[name])
            found += [Fault(f"rows-{name}", title, str(said)) for said in each.non_form_errors()]
            for at, row in enumerate(each.forms, start=1):
                found += _of_form(row, f"{title} {at} · ")
        return found


def _of_form(form: Any, before: str = "") -> list[Fault]:
    whole = form.non_field_errors() if before else []
    return [Fault("", before, str(message)) for message in whole] + [
        Fault(
            form[name].id_for_label or form[name].auto_id, f"{before}{form[name].label}", str(said)
        )
        for name in form.fields
        if name in form.errors
        for said in form.errors[name]
    ]
