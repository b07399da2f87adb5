"""Several people in the same instant, each with a connection of his own."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection


def at_once(calls: Sequence[Callable[[], Any]], *told: type[Exception]) -> list[Any]:
    """What each call gives, or raises of `told`; made by one thread each from one signal on.

    For tests with `transaction=True`: other connections see only what is committed.
    """
    barrier = threading.Barrier(len(calls), timeout=20)

    def run(call: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait()
            return call()
        except told as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
