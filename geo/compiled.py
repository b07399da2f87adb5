"""Functions that numba compiles, once a machine: what they are compiled to is kept in a file."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
from numba import types

F = TypeVar("F", bound=Callable[..., Any])


def read_only(kind: types.Type, dimensions: int = 1) -> types.Array:
    """An array that may be mapped from a file that is only read."""
    return types.Array(kind, dimensions, "C", readonly=True)


def compiled(signature: Any = None, *, nogil: bool = False) -> Callable[[F], F]:
    """A decorator. With a `signature` the function is compiled when its module is loaded.

    What is compiled is kept where NUMBA_CACHE_DIR says, else beside the code, else in the user's
    cache. Where none of these can be written it is compiled anew in every process.

    `nogil`: for what computes longer than a few milliseconds. Quick functions keep Python's lock:
    letting it go costs a change of threads, many times what they take.
    """

    def decorate(function: F) -> F:
        try:
            made = numba.njit(signature, cache=True, nogil=nogil)(function)
        except RuntimeError as error:
            if "cannot cache" not in str(error):
                raise
            made = numba.njit(signature, nogil=nogil)(function)
        return cast("F", made)

    return decorate
