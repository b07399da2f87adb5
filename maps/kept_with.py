"""Answers that hold for one publication, kept for as long as this process keeps it open."""

import functools
import weakref
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar, cast

from directory.publication import Snapshot

P = ParamSpec("P")
R = TypeVar("R")
Asked = Callable[Concatenate[Snapshot, P], R]


def kept_with_snapshot(maxsize: int) -> Callable[[Asked[P, R]], Asked[P, R]]:
    """Keep the `maxsize` answers last asked for; the other arguments must be hashable.

    Keyed by the snapshot itself, not by its checksum: rows of one mean nothing in another, and a
    request goes on with the one that it began with. An answer must not hold its snapshot.
    """

    def wrap(function: Asked[P, R]) -> Asked[P, R]:
        of: weakref.WeakKeyDictionary[Snapshot, Callable[..., R]] = weakref.WeakKeyDictionary()

        @functools.wraps(function)
        def answered(snapshot: Snapshot, *args: P.args, **kwargs: P.kwargs) -> R:
            known = of.get(snapshot)
            if known is None:
                known = of[snapshot] = _kept(function, weakref.ref(snapshot), maxsize)
            return known(*args, **kwargs)

        return cast("Asked[P, R]", answered)

    return wrap


def _kept(
    function: Callable[..., R], snapshot: "weakref.ref[Snapshot]", maxsize: int
) -> Callable[..., R]:
    @functools.lru_cache(maxsize=maxsize)
    def ask(*args: object, **kwargs: object) -> R:
        return function(snapshot(), *args, **kwargs)

    return ask
