"""The values of a place as the cells of a sheet; the reader turns them back into the same."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from directory.ledger import lists
from directory.ledger.fields import FIELDS
from directory.ledger.template import TERM_FIELDS, Template
from directory.ledger.terms import Vocabulary

Written = str | int | float | dt.date | None


class Writer:
    """Knows the words of one layout; asked for every cell."""

    def __init__(self, template: Template, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._words = {name: template.words_for(name, vocabulary) for name in TERM_FIELDS}
        self._fields = template.fields()
        self._divided = "other_trades" in self._fields

    def cells(self, number: int, values: Mapping[str, Any]) -> list[Written]:
        """One a column of the layout; `number` is the running number of the place."""
        return [self._cell(field, number, values) for field in self._fields]

    def _cell(self, name: str, number: int, values: Mapping[str, Any]) -> Written:
        value = values.get(name)
        match FIELDS[name].kind:
            case "ignored":
                return number
            case "term":
                return self._words[name].get(value, value) if value else None
            case "yes-no":
                return None if value is None else self._words[name]["yes" if value else "no"]
            case "region":
                return self._vocabulary.regions.names.get(value, value) if value else None
            case "trades":
                return self._trades(name, values.get("trades") or ()) or None
            case "position":
                lon, lat = values.get("lon"), values.get("lat")
                return None if lon is None or lat is None else f"{lon!r},{lat!r}"
        if isinstance(value, tuple | list):
            return self._listed(name, value)
        return None if value == "" else value

    def _listed(self, name: str, value: Any) -> str | None:
        match name:
            case "contacts":
                text = "；".join(f"{each.label} {each.phone}" for each in value)
            case "peaks":
                text = lists.write_peaks(value)
            case "services" | "facilities":
                names = getattr(self._vocabulary, name).names
                text = "、".join(names.get(code, code) for code in value)
            case _:
                text = "、".join(value)
        return text or None

    def _trades(self, name: str, trades: Any) -> str:
        """Main ones in their own column where the layout has one for the others, else first."""
        main = [each for each in trades if each.is_main]
        others = [each for each in trades if not each.is_main]
        if self._divided:
            chosen = others if name == "other_trades" else main
        else:
            chosen = main + others
        return lists.write_trades(chosen, self._vocabulary.trades)
