"""Up to four answers side by side: their maps, and a table of their figures."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory import access
from directory.kinds import Kind
from maps.office.base import render
from maps.office.rules import official_of, rule
from maps.planner import answer_layers, answer_page
from maps.planner.runs import RUNS
from planning import answer_words
from planning.answer import Answer
from planning.answer_basis import basis
from planning.models import Run

LEAST, MOST = 2, 4


@rule(Kind.PLAN)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    keys = [each for each in request.GET.getlist("run") if each.isascii() and each.isdigit()]
    ready = RUNS.filter(state=Run.State.READY, pk__in=[int(key[:18]) for key in keys[:50]])
    found = {str(each.pk): each for each in access.visible(official_of(request), ready)[: MOST + 1]}
    chosen = [found[key] for key in dict.fromkeys(keys) if key in found]
    context: dict[str, Any] = {"title": _("比较方案")}
    if not LEAST <= len(chosen) <= MOST:
        context["wrong"] = _("请在布点规划里勾选 2 到 4 个已算出的方案")
        return render(request, "maps/planner/compare.html", context, 422)
    answers = [Answer.from_json(each.answer or {}) for each in chosen]
    context |= {
        "maps": [_map(run, answer) for run, answer in zip(chosen, answers, strict=True)],
        "rows": rows(answers),
        "counties": counties(answers),
    }
    return render(request, "maps/planner/compare.html", context)


def _map(run: Run, answer: Answer) -> dict[str, Any]:
    drawn = answer_layers.layers(answer)
    return {
        "run": run,
        "layers": drawn,
        "features": {each.key: each.features for each in drawn},
        "key": f"map-{run.pk}",
    }


def rows(answers: list[Answer]) -> list[tuple[str, list[str]]]:
    """What is compared, each with a value an answer."""
    bases = [dict(basis(each)) for each in answers]
    names = dict.fromkeys(name for each in bases for name in each)
    figures = [answer_page.figures(each) for each in answers]
    said = [
        (_("结论"), [" ".join(answer_words.proof(each)) for each in answers]),
        *((_("建成后%(level)s") % {"level": figures[0][at][0]}, [each[at][2] for each in figures])
          for at in range(len(figures[0]))),
        (_("现在已覆盖"), [each[0][1] for each in figures]),
        (_("新点"), [_sites(each) for each in answers]),
        (_("费用（万元）"), [f"{sum(site.cost for site in each.new_sites):g}" for each in answers]),
        (_("稳的新点"), [_robust(each) for each in answers]),
    ]  # fmt: skip
    return [*said, *((name, [each.get(name, "–") for each in bases]) for name in names)]


def _sites(answer: Answer) -> str:
    return "、".join(answer_layers.new_words(each) for each in answer.new_sites) or "–"


def _robust(answer: Answer) -> str:
    sites = answer.new_sites
    return f"{sum(each.robust for each in sites)} / {len(sites)}"


def counties(answers: list[Answer]) -> list[tuple[str, list[str]]]:
    """The share that is covered in each county that any of them has; a dash where it has none."""
    held = [{each.code: each for each in answer.counties} for answer in answers]
    names = {code: row.name for each in held for code, row in sorted(each.items())}
    return [
        (name, [f"{each[code].after.share:.0%}" if code in each else "–" for each in held])
        for code, name in names.items()
    ]
