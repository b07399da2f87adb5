"""Whether all sides say the same, asked before anything is measured."""

from collections.abc import Sequence

from bench.speed import asking, stage
from bench.speed.questions import Question, alike
from bench.speed.side import Side
from geo.distance import geodesic_m

RECORDS_CHECKED = 20


def difference(running: Sequence[Side], kind: str, asked: list[Question], places: int) -> str:
    """'' where all sides that offer the kind say the same to every question, plain and as a
    browser asks; else the first difference."""
    at, gone = stage.positions(places), stage.gone(places)
    able = [side for side in running if asking.offers(side, kind, asked[0])]
    for q in asked:
        answers = []
        for side in able:
            try:
                ids, _size = asking.ask(side, kind, q)
                again, _size = asking.ask(side, kind, q, asking.BROWSER)
            except OSError as error:
                return f"{side.name}: {error}"
            if sorted(again) != sorted(ids):
                return f"{side.name} says other things to a browser: {q}"
            kept = [id for id in ids if id not in gone] if kind in ("bbox", "tile") else ids
            metres = [
                float(geodesic_m(q.lon, q.lat, *at[id])) if kind in ("nearest", "filtered") else 0.0
                for id in kept if id in at
            ]  # fmt: skip
            if len(metres) != len(kept):
                return f"{side.name} answers with an id that is not published: {q}"
            answers.append(list(zip(kept, metres, strict=True)))
        for side, other in zip(able[1:], answers[1:], strict=True):
            same = alike(answers[0], other) if kind in ("nearest", "filtered") else (
                len(answers[0]) == len(other)
                if kind == "directory" else {*answers[0]} == {*other}
            )  # fmt: skip
            if not same:
                return f"{side.name} {len(other)} places, ours {len(answers[0])}: {q}"
    if kind in ("nearest", "directory"):
        return _of_records(able, kind, asked[:RECORDS_CHECKED])
    return ""


def _of_records(able: Sequence[Side], kind: str, asked: list[Question]) -> str:
    """'' where all say the same of every place that they all name."""
    for q in asked:
        first, *others = (
            dict(zip(asking.ask(side, kind, q)[0], asking.records(side, kind, q), strict=True))
            for side in able
        )
        for side, other in zip(able[1:], others, strict=True):
            for id in first.keys() & other.keys():
                if first[id] != other[id]:
                    return f"{side.name} says other things of {id}"
    return ""
