"""From one page to the next, and until what a job does in the background is done."""

import contextlib
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import psycopg
from playwright.sync_api import Error, Page

# A background job on a busy machine: reading, writing, publishing.
JOB_SECONDS = 60
# A page of a job comes back by itself at its end; until it is whole again it tells nothing.
AT_REST = "document.readyState === 'complete' && !document.querySelector('[data-import-progress]')"


def next_page(page: Page) -> AbstractContextManager[Any]:
    """What is done inside leads to another page, which is there at the end.

    A click returns before the browser has left: what is read right after it may be the old page's.
    """
    return page.expect_navigation(wait_until="load")


def until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + JOB_SECONDS
    while True:
        # A page that has just been left, or one that is being loaded, tells nothing yet.
        with contextlib.suppress(Error, psycopg.OperationalError):
            if holds():
                return
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.1)


def wait_for_job(page: Page) -> None:
    """Of an import or an export."""
    until(lambda: page.evaluate(AT_REST))
