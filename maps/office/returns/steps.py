"""The steps of a return, each by a form: its rights and its turn are judged in `directory`."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from directory.errors import EntryErrors, StaleVersion
from directory.kinds import Action, Kind
from directory.models import Official, Return, ReturnFinding
from directory.returns import acts, freezing, measures, validating
from maps.office.returns.views import shown
from maps.office.rules import find, official_of, rule

Act = Callable[[HttpRequest, Official, Return, int], str]


@rule(Kind.RETURN, Action.CHANGE)
@require_POST
def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze, validate, explain, describe, attach."""
    return _step(request, pk, Action.CHANGE, _PREPARING)


@rule(Kind.RETURN, Action.APPROVE)
@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign, hand up."""
    return _step(request, pk, Action.APPROVE, _SIGNING)


@rule(Kind.RETURN, Action.DECIDE)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept, send back."""
    return _step(request, pk, Action.DECIDE, _DECIDING)


def _step(request: HttpRequest, pk: int, action: Action, known: dict[str, Act]) -> HttpResponse:
    one = find(request, Return.objects.all(), action, pk=pk)
    given = request.POST.get("version", "")
    version = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
    act = known.get(request.POST.get("act", ""))
    try:
        if act is None:
            raise EntryErrors({"": [_("没有这一步")]})
        done = act(request, official_of(request), one, version)
    except EntryErrors as error:
        return shown(request, one, error, 409 if isinstance(error, StaleVersion) else 422)
    messages.success(request, done)
    return redirect("office:returns_page", pk=pk)


def _freeze(request: HttpRequest, by: Official, one: Return, version: int) -> str:
    copy = freezing.freeze(by, one, version)
    return _("已冻结 %(n)d 个地点，请校验") % {"n": copy.places}


def _validate(request: HttpRequest, by: Official, one: Return, version: int) -> str:
    found = validating.validate(by, one, version)
    wrong = sum(1 for each in found if each.severity == validating.ERROR)
    return _("校验完：%(wrong)d 处错误，%(odd)d 处提醒") % {
        "wrong": wrong,
        "odd": len(found) - wrong,
    }


def _explain(request: HttpRequest, by: Official, one: Return, version: int) -> str:
    given = request.POST.get("finding", "")
    known = given.isascii() and given.isdigit() and len(given) < 18
    rows = ReturnFinding.objects.filter(copy__of=one).select_related("copy")
    finding = rows.filter(pk=int(given)).first() if known else None
    if finding is None:
        raise EntryErrors({"": [_("这条提醒已不在，请重新校验")]})
    acts.explain(by, one, finding, request.POST.get("explanation", ""))
    return _("说明已保存")


def _describe(request: HttpRequest, by: Official, one: Return, version: int) -> str:
    acts.describe(by, one, version, request.POST.get("measures", ""))
    return _("工作措施已保存")


def _attach(request: HttpRequest, by: Official, one: Return, version: int) -> str:
    file = request.FILES.get("file")
    if file is None:
        raise EntryErrors({"file": [_("没有选择文件")]})
    measures.attach(by, one, version, file.name or "", file.chunks())
    return _("附件已添加")


def _sign(request: HttpRequest, by: Official, one: Return, version: int) -> str:
    acts.sign(by, one, version)
    return _("已签发")


def _hand_up(request: HttpRequest, by: Official, one: Return, version: int) -> str:
    acts.hand_up(by, one, version)
    return _("已上报")


def _accept(request: HttpRequest, by: Official, one: Return, version: int) -> str:
    acts.accept(by, one, version)
    return _("已接收")


def _send_back(request: HttpRequest, by: Official, one: Return, version: int) -> str:
    acts.send_back(by, one, version, request.POST.get("reason", ""))
    return _("已退回")


_PREPARING: dict[str, Act] = {
    "freeze": _freeze,
    "validate": _validate,
    "explain": _explain,
    "describe": _describe,
    "attach": _attach,
}
_SIGNING: dict[str, Act] = {"sign": _sign, "hand_up": _hand_up}
_DECIDING: dict[str, Act] = {"accept": _accept, "send_back": _send_back}
