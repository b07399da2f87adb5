"""Scenarios over HTTP, without a script: asked, followed, answered, tried by hand, compared."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from planning import runs
from planning.models import Run, Scenario
from planning.tryout import forget
from tests.directory.ledger.boundaries import load_shandong
from tests.factories.ledger import COUNTY, LAT, LON, make_market
from tests.factories.people import OTHER_COUNTY, make_official, sign_in
from tests.factories.planning import (
    STEP,
    make_candidates,
    make_demand,
    make_run,
    make_scenario,
)

pytestmark = pytest.mark.django_db
FORM = {
    "name": "东边两处", "objective": "mclp", "mode": "walk", "standard": "10", "p": "2",
    "seconds": "20", "seed": "0",
}  # fmt: skip


@pytest.fixture
def planner(client: Client) -> Client:
    forget()
    return sign_in(client, make_official("planner", COUNTY))


@pytest.fixture
def answered(at_once: None) -> Run:
    """A real answer, of four points on a street and four candidates beside them."""
    make_market(LON - 0.05, name="老市场", form="hall")
    run = runs.ask(None, make_scenario())
    runs.run(run.pk)
    run.refresh_from_db()
    return run


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def tried(client: Client, run: Run, **query: Any) -> Any:
    return client.get(reverse("office:planner_try", args=[run.pk]), query)


def levels(page: str) -> list[int]:
    found = re.search(r'<script id="try-seen"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found
    seen: list[int] = json.loads(found[1])["levels"]
    return seen


def test_a_scenario_is_asked_by_its_form_and_waits_for_the_worker(planner: Client) -> None:
    load_shandong()
    hall = make_market(name="老市场", form="hall")
    demand, candidates = make_demand(), make_candidates()
    address = reverse("office:planner_scenario_new")
    assert "薛城区" in text(planner.get(address))
    address += f"?region={COUNTY}"
    assert "老市场" in text(planner.get(address))
    sets = {"demand": demand.pk, "candidates": candidates.pk}
    fates = {f"fate_{hall.public_id}": "closed", f"room_{hall.public_id}": "120"}
    answer = planner.post(address, FORM | sets | fates, follow=True)
    page = text(answer)
    assert "等待计算" in page
    assert 'http-equiv="refresh"' in page
    made = Scenario.objects.get()
    assert (made.existing[0]["fate"], made.existing[0]["capacity"]) == ("closed", 120.0)
    assert (made.question["p"], made.question["standard"]) == (2, 10.0)
    assert "东边两处" in text(planner.get(reverse("office:planner_home")))
    like = text(planner.get(f"{address}&like={made.pk}"))
    assert 'value="东边两处"' in like
    assert 'value="120"' in like
    stop = reverse("office:planner_run_stop", args=[Run.objects.get().pk])
    assert "已停止" in text(planner.post(stop, follow=True))


def test_what_cannot_be_asked_is_said_at_its_field(planner: Client) -> None:
    load_shandong()
    sets = {"demand": make_demand().pk, "candidates": make_candidates().pk}
    address = reverse("office:planner_scenario_new") + f"?region={COUNTY}"
    for wrong, words in (
        ({"p": ""}, "请填写新点的数目"),
        ({"standard": "0"}, "须在 1 与 240 之间"),
        ({"objective": "p_median", "budget": "5"}, "可以按预算选"),
        ({"demand": 0}, "field-wrong"),
    ):
        answer = planner.post(address, FORM | sets | wrong)
        assert answer.status_code == 422
        assert words in text(answer)
    assert not Scenario.objects.exists()


def test_more_runs_than_the_quota_are_refused_and_nothing_is_left(planner: Client) -> None:
    load_shandong()
    scenario = make_scenario()
    by = make_official("planner", COUNTY)
    browser = sign_in(Client(), by)
    for _each in range(5):
        runs.ask(by, scenario)
    sets = {"demand": scenario.demand_id, "candidates": scenario.candidates_id}
    answer = browser.post(reverse("office:planner_scenario_new") + f"?region={COUNTY}", FORM | sets)
    assert answer.status_code == 422
    assert "5 个计算在等待" in text(answer)
    assert Scenario.objects.count() == 1
    again = reverse("office:planner_run_again", args=[Run.objects.first().pk])
    assert "5 个计算在等待" in text(browser.post(again, follow=True))


def test_progress_is_shown_as_far_as_it_has_come(planner: Client) -> None:
    run = make_run(state="running", answer=None, stage="search", best=90, bound=99, gap=0.1)
    Run.objects.filter(pk=run.pk).update(done=30, total=100)
    page = text(planner.get(reverse("office:planner_run", args=[run.pk])))
    for words in ("正在计算", "寻找最好的选择", "90.0 人", "99.0 人", "10 %", 'value="30"'):
        assert words in page
    planner.post(reverse("office:planner_run_stop", args=[run.pk]))
    run.refresh_from_db()
    assert run.stopping
    failed = make_run(state="failed", answer=None, message="计算多次中断")
    page = text(planner.get(reverse("office:planner_run", args=[failed.pk])))
    assert "计算多次中断" in page
    assert "再算一次" in page
    assert "refresh" not in page


def test_an_answer_says_everything_in_words_and_tables(planner: Client) -> None:
    load_shandong()
    run = make_run()
    page = text(planner.get(reverse("office:planner_run", args=[run.pk])))
    for words in (
        "没有别的 2 处能再多覆盖 0.4 %（1 人）。", "可行，未证明最优", "旧厂房", "空仓库",
        "6 种变化里有 6 种仍选它", "拐点：1 处", "标准收紧 5.0 分钟", "不能用 旧厂房",
        "东关路口", "6.2 分钟", "街上的人 v1", "推算", "第 12 期，2026-11-20",
        "步行 4.5 公里/小时", "geo.siting 1", "<svg class=\"drawn\"",
    ):  # fmt: skip
        assert words in page, words


def test_an_infeasible_answer_says_why(planner: Client) -> None:
    run = runs.ask(None, make_scenario(p=9))
    Run.objects.filter(pk=run.pk).update(state="waiting")
    answer = make_run(run.scenario).answer
    answer["proof"] |= {
        "status": "infeasible", "objective": None, "bound": None, "gap": None, "new_sites": 0,
        "reasons": [{"code": "too_few", "about": {"there": 4, "asked": 9}}],
    }  # fmt: skip
    shown = make_run(run.scenario, answer=answer | {"sites": [], "curve": [], "what_ifs": []})
    page = text(planner.get(reverse("office:planner_run", args=[shown.pk])))
    assert "可选的候选点只有 4 处，要选 9 处。" in page


def test_sites_are_tried_by_hand_and_the_figures_follow(planner: Client, answered: Run) -> None:
    load_shandong()
    first = text(tried(planner, answered))
    assert "老市场" in first
    assert "空房 3" in first
    open_now = [each["key"] for each in answered.answer["sites"]]
    before = answered.answer["after"]["covered"]
    fewer = text(tried(planner, answered, site=open_now, remove="c3"))
    assert f"{before - 40:,.0f}" in fewer
    assert sum(level == 0 for level in levels(fewer)) == 1
    everything = text(tried(planner, answered, site=[*open_now, "c0"], add="c1"))
    assert levels(everything) == [0, 0, 0, 0]
    dragged = text(tried(planner, answered, tried=1, at=f"{LON + 30 * STEP},{LAT}", part="figures"))
    assert "<html" not in dragged
    assert levels(dragged)[3] == 0
    assert "1 → 1" in dragged
    nothing = text(tried(planner, answered, tried=1))
    assert "一处也没有" in nothing


@pytest.mark.usefixtures("at_once")
def test_trying_by_hand_counts_room_where_the_question_does(planner: Client) -> None:
    load_shandong()
    hall = make_market(LON, name="小厅", form="hall")
    asked = make_scenario(
        objective="capacitated_mclp", rooms={hall.public_id: 15.0}, room=30.0, standard=25.0
    )
    run = runs.ask(None, asked)
    assert runs.run(run.pk) == "ready", Run.objects.get(pk=run.pk).message
    run.refresh_from_db()
    assert run.answer["before"] == {"covered": 10.0, "under": 90.0, "uncovered": 0.0}
    page = text(planner.get(reverse("office:planner_run", args=[run.pk])))
    assert "<td>15</td>" in page
    assert "不知道，按不限算" in page
    only = text(tried(planner, run, site=f"e{hall.public_id}"))
    assert levels(only) == [0, 1, 1, 1]
    assert "近的人先占" in only
    # A free site holds what the moved one did, or what candidates hold.
    moved = text(tried(planner, run, tried=1, at=f"{LON + 30 * STEP},{LAT},40"))
    assert levels(moved)[3] == 0
    least = text(tried(planner, run, tried=1, at=f"{LON + 30 * STEP},{LAT}"))
    assert levels(least) == [1, 1, 0, 1]
    unknown = runs.ask(None, make_scenario(objective="capacitated_mclp", room=30.0))
    runs.run(unknown.pk)
    page = text(planner.get(reverse("office:planner_run", args=[unknown.pk])))
    assert "未知，按不限算" in page
    assert "容量未知" in page


def test_what_cannot_be_tried_is_named(
    planner: Client, answered: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for query, words in (
        ({"site": "c99"}, "site=c99"),
        ({"at": "here"}, "at=here"),
        ({"at": "999,3"}, "at=999,3"),
        ({"at": "117,34,-5"}, "at=117,34,-5"),
        ({"at": ["117,34"] * 21}, "20 处"),
    ):
        answer = tried(planner, answered, **query)
        assert answer.status_code == 422
        assert words in text(answer)
    forget()
    monkeypatch.setattr("planning.tryout.MOST_CELLS", 3)
    assert "不能当场试" in text(tried(planner, answered))


def test_answers_are_compared_side_by_side(planner: Client) -> None:
    load_shandong()
    first = make_run()
    second = make_run(make_scenario(name="另一个方案"))
    address = reverse("office:planner_compare")
    page = text(planner.get(address, {"run": [first.pk, second.pk]}))
    for words in ("两处新点", "另一个方案", "1. 旧厂房、2. 空仓库", "90 人（90.0%）", "1 / 2"):
        assert words in page
    assert page.count('type="application/json"') >= 2
    for wrong in ([first.pk], [first.pk, "x"], []):
        assert planner.get(address, {"run": wrong}).status_code == 422


def test_nobody_sees_or_does_it_in_another_region(planner: Client) -> None:
    run, other = make_run(), make_run()
    stranger = sign_in(Client(), make_official("planner", OTHER_COUNTY))
    for name in ("planner_run", "planner_try"):
        assert stranger.get(reverse(f"office:{name}", args=[run.pk])).status_code == 404
    for name in ("planner_run_again", "planner_run_stop"):
        assert stranger.post(reverse(f"office:{name}", args=[run.pk])).status_code == 404
    both = stranger.get(reverse("office:planner_compare"), {"run": [run.pk, other.pk]})
    assert both.status_code == 422
    reader = sign_in(Client(), make_official("auditor", COUNTY))
    assert reader.get(reverse("office:planner_run", args=[run.pk])).status_code == 200
    assert reader.post(reverse("office:planner_run_again", args=[run.pk])).status_code == 403
