"""Giving out, taking back and following the links to an answer."""

import re
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import access
from directory.errors import EntryErrors
from directory.kinds import Action, Kind
from directory.models import Official
from planning.models import Run, ShareLink

MOST_LINKS = 20
# 256 bits, as `token_urlsafe` writes them.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@transaction.atomic
def share(by: Official, run: Run) -> ShareLink:
    """A new link to an answered run. `PermissionDenied`, `EntryErrors`."""
    access.require(by, Action.CHANGE, Kind.PLAN, run.region_code)
    if run.state != Run.State.READY:
        raise EntryErrors({"": [_("还没有算出结果，不能共享")]})
    if ShareLink.objects.filter(run=run, revoked_at=None).count() >= MOST_LINKS:
        raise EntryErrors({"": [_("一个结果最多 %(most)d 个链接") % {"most": MOST_LINKS}]})
    return ShareLink.objects.create(run=run, token=secrets.token_urlsafe(32), created_by=by)


def revoke(by: Official, link: ShareLink) -> None:
    """From now on it leads nowhere, for good."""
    access.require(by, Action.CHANGE, Kind.PLAN, link.run.region_code)
    ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


def shared(token: str) -> Run | None:
    """The run that a link in force leads to."""
    if not _TOKEN.fullmatch(token):
        return None
    links = ShareLink.objects.select_related("run__scenario__candidates")
    link = links.filter(token=token, revoked_at=None, run__state=Run.State.READY).first()
    return link.run if link else None
