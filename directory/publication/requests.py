"""Asking for a new publication after the ledger has changed."""

import logging

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

from directory.tasks import build_publication

log = logging.getLogger(__name__)


def request() -> None:
    """Queue a build once the present transaction is committed.

    Requests that come while one is waiting are one; a request that comes while a build is running
    waits for its own turn, because the running one may have read the ledger before the change.
    Where the queue cannot be reached, the periodic build makes up for it.
    """
    transaction.on_commit(_defer)


def _defer() -> None:
    try:
        build_publication.defer()
    except AlreadyEnqueued:
        pass
    except ConnectorException:
        log.exception("could not queue a build; the periodic one will publish the change")
