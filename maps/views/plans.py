"""The answer of a scenario, for whoever has been given its link: read only, kept nowhere."""

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from maps.kept_nowhere import kept_nowhere
from maps.planner import answer_page
from maps.planner.handing_in import states
from planning.answer import Answer
from planning.sharing import shared

RETRY_SECONDS = 120


@kept_nowhere("GET", "HEAD")
def plan(request: HttpRequest, token: str) -> HttpResponse:
    try:
        run = shared(token)
        if run is None:
            raise Http404(_("没有这个链接，或者已经收回"))
        answer = Answer.from_json(run.answer or {})
        context = answer_page.context(answer) | {
            "run": run,
            "title": answer.provenance.scenario,
            "handed": states(run, answer),
        }
        return render(request, "maps/plan.html", context)
    except (OperationalError, InterfaceError):
        words = {"words": _("现在查不了，请过几分钟再试。")}
        response = render(request, "maps/plan.html", words, status=503)
        response["Retry-After"] = str(RETRY_SECONDS)
        return response
