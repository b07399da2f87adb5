"""Moving, adding and taking away sites of an answer by hand; all in the address, so that it works
without a script, which fetches the same figures (`part=figures`) and replaces them on the page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_template
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.kinds import Kind
from maps.office.base import render
from maps.office.rules import find, rule
from maps.planner.drawn import heaviest, point, sizes
from maps.planner.runs import RUNS
from maps.planner.try_asked import Asked, NotTried, asked_in, written
from planning import answer_words
from planning.answer import LEVELS, Answer
from planning.models import Run
from planning.outlines import outlines
from planning.problem import Column, Problem
from planning.tryout import TooLarge, Trial, Tried, Unknown, free_sites, held, try_out


@rule(Kind.PLAN)
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    run = find(request, RUNS.filter(state=Run.State.READY).defer("answer"), pk=pk)
    is_part = request.GET.get("part") == "figures"
    context: dict[str, Any] = {"title": _("试一试：%(name)s") % {"name": run.scenario}, "run": run}
    try:
        asked = asked_in(request.GET) or _as_answered(run)
        trial, tried = _tried(run, asked)
        context |= figures(trial, tried, asked)
        context |= {} if is_part else _map(trial.problem)
    except NotTried as error:
        context["wrong"] = str(error)
    status = 422 if "wrong" in context else 200
    if is_part:
        return render_template(request, "maps/planner/_tried.html", context, status=status)
    return render(request, "maps/planner/try.html", context, status)


def _as_answered(run: Run) -> Asked:
    run.refresh_from_db(fields=["answer"])
    answer = Answer.from_json(run.answer or {})
    return Asked(tuple(each.key for each in answer.sites if each.kind != "given_up"), ())


def _tried(run: Run, asked: Asked) -> tuple[Trial, Tried]:
    try:
        trial = held(run)
        free = free_sites(run.region_code, asked.at, trial.problem.question.room)
        return trial, try_out(trial.problem, asked.keys, free)
    except TooLarge as error:
        raise NotTried(_("需求点和地点太多，不能当场试；请另算一个方案")) from error
    except Unknown as error:
        raise NotTried(_("site=%(key)s 不是这个方案里的地点") % {"key": str(error)[:40]}) from error


def figures(trial: Trial, tried: Tried, asked: Asked) -> dict[str, Any]:
    """What is open, and what it does beside what the answer does."""
    problem, words = trial.problem, answer_words.levels()
    given = {f"x{at}": written(each) for at, each in enumerate(asked.at)}
    rows: list[dict[str, Any]] = [
        {
            "column": column,
            "given": given.get(column.key, column.key),
            "county": problem.county_names.get(column.county, "–"),
            "people": load,
            "room": answer_words.room(column.capacity),
            "full": column.capacity is not None and load >= column.capacity - 0.5,
        }
        for column, load in zip(tried.columns, tried.loads, strict=True)
    ]
    return {
        "asked": asked,
        "counts_room": problem.question.capacitated,
        "rows": [row for row in rows if not row["column"].is_existing],
        "standing": [row for row in rows if row["column"].is_existing],
        "untold": sum(each.capacity is None for each in tried.columns),
        "levels": [
            (words[name], was := getattr(trial.after, name), now := getattr(tried.shares, name),
             f"{round(now - was):+,d}" if round(now - was) else "0")
            for name in LEVELS
        ],
        "share": f"{tried.shares.share:.1%}",
        "coming": tried.people if problem.metres is not None else None,
        "mean": answer_words.cost(tried.mean, problem.travel),
        "counties": tried.counties,
        "seen": {
            "pins": [_pin(each) for each in tried.columns],
            "levels": tried.served.level.tolist(),
        },
    }  # fmt: skip


def _pin(column: Column) -> list[Any]:
    """As planner-trymap.js reads it."""
    return [
        column.key, column.name, column.lon, column.lat, column.is_existing, column.capacity,
    ]  # fmt: skip


def _map(problem: Problem) -> dict[str, Any]:
    """The ground that the pins stand on; each demand point knows its number among all."""
    counties = outlines(problem.county_names)
    radii = sizes(problem.weights)
    demand = []
    for at in heaviest(problem.weights):
        lon, lat = problem.positions[at]
        made = point(lon, lat, "demand", problem.names[at], radii[at])
        made["properties"]["at"] = at
        demand.append(made)
    offered = [each for each in problem.columns if each.kind != "closed"]
    return {
        "offered": offered,
        "ground": {
            "counties": counties,
            "demand": demand,
            "offered": [_pin(each) for each in offered],
            "kinds": list(LEVELS),
        },
    }
