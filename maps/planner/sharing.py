"""Links to an answer, given out and taken back by those who plan in the region."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from directory.errors import EntryErrors
from directory.kinds import Action, Kind
from maps.office.rules import find, official_of, rule
from maps.planner.runs import RUNS
from planning import sharing
from planning.models import ShareLink


@rule(Kind.PLAN, Action.CHANGE)
@require_POST
def share(request: HttpRequest, pk: int) -> HttpResponse:
    run = find(request, RUNS, Action.CHANGE, pk=pk)
    try:
        sharing.share(official_of(request), run)
    except EntryErrors as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("链接已建立，见本页“共享”"))
    return redirect("office:planner_run", pk=run.pk)


@rule(Kind.PLAN, Action.CHANGE)
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    link = find(request, ShareLink.objects.select_related("run"), Action.CHANGE, pk=pk)
    sharing.revoke(official_of(request), link)
    messages.success(request, _("链接已收回，再也打不开"))
    return redirect("office:planner_run", pk=link.run_id)
