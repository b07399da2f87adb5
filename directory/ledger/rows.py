"""Which rows of a table are places: sums, footers, repeated headings and blanks are told apart."""

import itertools
import re
from collections.abc import Iterator
from collections.abc import Mapping as Lookup
from dataclasses import dataclass

from directory.ledger.cells import Cells, Merge, Value
from directory.ledger.headers import Header, Merges
from directory.ledger.records import Reason
from directory.ledger.texts import clean, is_nothing, key

_TOTALS = ("合计", "小计", "总计", "共计", "累计", "本页合计", "总数")
_TOTAL_ENDINGS = ("合计", "小计", "总计")
_FOOTERS = re.compile(
    r"(填表|填报|制表|审核|审批|复核|经办|单位负责|分管|负责人|联系人|联系电话|报送|上报|盖章|签字|签章|"
    r"单位[（(:：]|日期[:：]|说明|备注|注[:：]|注意|填写)"
)
_LOOKED_AT, _WIDE = 4, 3


@dataclass(frozen=True, slots=True)
class Sorted:
    """`skip` says why a row is no place. `own` are its cells, `cells` with merged values too."""

    number: int
    own: Cells
    cells: Cells
    skip: Reason | None


def sort_rows(
    rows: Iterator[tuple[int, Cells]],
    header: Header,
    merges: tuple[Merge, ...],
    columns: Lookup[str, int],
    last_column: int,
) -> Iterator[Sorted]:
    """The rows below the header; `columns` are those that are read, by field."""
    covering = Merges([each for each in merges if each.top > header.last], last_column)
    tops: dict[Merge, Value] = {}
    labels = {key(path[-1]) for path in header.paths.values()}
    for number, cells in rows:
        if number <= header.last:
            continue
        active = covering.at(number)
        tops = {each: tops[each] for each in active if each in tops}
        for each in active:
            if each.top == number and each.left in cells:
                tops[each] = cells[each.left]
        filled = {each.left: value for each, value in tops.items() if each.left not in cells}
        skip = _reason(cells, active, number, columns, labels)
        yield Sorted(number, cells, {**filled, **cells} if filled else cells, skip)


def _reason(
    own: Cells, active: list[Merge], row: int, columns: Lookup[str, int], labels: set[str]
) -> Reason | None:
    named = not _empty(own.get(columns.get("name", 0), ""))
    texts = (clean(value) for _, value in sorted(own.items()) if isinstance(value, str))
    first = list(itertools.islice((text for text in texts if text), _LOOKED_AT))
    if any(_is_total(text) for text in first):
        return "total"
    if len(first) > 2 and all(key(text) in labels for text in first):
        return "header"
    wide = any(each.top == row and each.right - each.left + 1 >= _WIDE for each in active)
    if (wide or not named) and first and _FOOTERS.match(first[0]):
        return "footer"
    if wide and len(own) == 1:
        return "heading"
    read = {at for field, at in columns.items() if field != "seq"}
    if not any(at in read and not _empty(value) for at, value in own.items()):
        return "blank"
    return None


def _is_total(text: str) -> bool:
    bare = re.sub(r"[\s:：（）()]", "", text)
    return bare in _TOTALS or (len(bare) <= 12 and bare.endswith(_TOTAL_ENDINGS))


def _empty(value: Value) -> bool:
    return isinstance(value, str) and is_nothing(clean(value))
