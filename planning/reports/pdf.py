"""The report on paper."""

from pathlib import Path

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from directory import documents
from directory.monitoring.briefing import CHART_STYLE
from planning.curve_chart import curve_chart
from planning.reports import paper
from planning.reports.content import Content, actions, demand_points
from planning.reports.picture import picture

MOST_POINTS = 40


def write(made: Content, path: Path) -> None:
    path.write_bytes(documents.pdf(html(made)))


def html(made: Content) -> str:
    answer = made.answer
    points, left_out = demand_points(answer, MOST_POINTS)
    changed, standing = paper.sites(made)
    context = {
        "made": made,
        "sites": changed,
        "standing": standing,
        "curve": paper.worded(made.curve),
        "counties": paper.worded(made.counties),
        "actions": actions(made),
        "picture": mark_safe(picture(answer)),  # noqa: S308
        "chart": mark_safe(_chart(made)),  # noqa: S308
        "points": paper.worded(points),
        "left_out": left_out,
    }
    return render_to_string("planning/report.html", context)


def _chart(made: Content) -> str:
    answer = made.answer
    if len(answer.curve) < 2:
        return ""
    words = (_("拐点：%(count)d 处") % {"count": answer.knee}, _("本方案"))
    drawn = curve_chart(
        _("新点数目与覆盖比例"), answer.curve, answer.knee, answer.proof.new_sites, words
    )
    # Style sheets of the document do not reach into a picture; it carries its own.
    return drawn.replace(">", f">{CHART_STYLE}", 1)
