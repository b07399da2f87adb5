"""The page on which the level above sets another due date, and what was set before."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directory.errors import EntryErrors
from directory.kinds import Action, Kind
from directory.models import Return
from directory.returns import due as setting
from maps.office.base import render
from maps.office.history.timeline import steps
from maps.office.returns.forms import DueForm
from maps.office.returns.views import region_of
from maps.office.rules import find, official_of, rule


@rule(Kind.RETURN, Action.ADD)
@require_http_methods(["GET", "HEAD", "POST"])
def due(request: HttpRequest, pk: int) -> HttpResponse:
    official = official_of(request)
    one = find(request, Return.objects.all(), Action.ADD, pk=pk)
    if not setting.may_set(official, one):
        raise PermissionDenied(_("截止日期由接收上报的上一级规定，已经上报的不再改"))
    alike = len(setting.alike(official, one))
    given = request.POST if request.method == "POST" else None
    form = DueForm(given, alike=alike, initial={"due_on": one.due_on})
    if form.is_valid():
        try:
            changed = setting.set_due(official, one, **form.cleaned_data)
        except EntryErrors as error:
            for field, words in error.errors.items():
                form.add_error(field or None, words)
        else:
            messages.success(request, _("已改 %(n)d 份上报的截止日期") % {"n": changed})
            return redirect("office:returns_page", pk=pk)
    about = {"region": region_of(one), "period": one.period}
    context = {
        "title": _("%(region)s %(period)s 上报的截止日期") % about,
        "one": one,
        "form": form,
        "steps": steps(official, list(setting.changes(official, one))),
    }
    return render(request, "maps/office/returns/due.html", context, 422 if form.is_bound else 200)
