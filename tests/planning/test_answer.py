"""What a run answers: the same after JSON, and said in words that never promise more than proof."""

import json
from dataclasses import replace

import pytest

from planning import answer_words
from planning.answer import Answer, Proof, Reason, Travel
from tests.factories.answers import make_answer


def test_an_answer_is_the_same_again_after_json() -> None:
    made = make_answer()
    assert Answer.from_json(json.loads(json.dumps(made.to_json()))) == made


def test_what_an_infeasible_run_says_is_the_same_again_too() -> None:
    why = Reason("too_few", {"there": 3, "asked": 5})
    proof = Proof("infeasible", None, None, None, "people", True, 0, 0.1, (why,))
    made = make_answer(proof=proof, sites=(), curve=(), what_ifs=())
    assert Answer.from_json(json.loads(json.dumps(made.to_json()))) == made
    assert answer_words.proof(made)[1] == "可选的候选点只有 3 处，要选 5 处。"


def test_the_gap_is_said_as_what_no_other_choice_can_exceed() -> None:
    assert answer_words.proof(make_answer()) == ["没有别的 2 处能再多覆盖 0.4 %（1 人）。"]


def test_what_is_proven_is_said_to_be() -> None:
    for unit, words in (
        ("people", "已证明：没有别的 2 处能覆盖更多人。"),
        ("minutes", "已证明：没有别的 2 处能让路程更短。"),
        ("sites", "已证明：少于 2 处新点达不到要求。"),
    ):
        proof = Proof("optimal", 9.0, 9.0, 0.0, unit, unit == "people", 2, 0.1, ())
        assert answer_words.proof(make_answer(proof=proof)) == [words]


def test_a_search_without_a_bound_promises_nothing() -> None:
    why = (Reason("time", {}),)
    proof = Proof("feasible", 9.0, None, None, "minutes", False, 2, 60.0, why)
    said = answer_words.proof(make_answer(proof=proof))
    assert "还不知道" in said[0]
    assert "时间上限" in said[1]


@pytest.mark.parametrize(("gap", "said"), [(0.0031, "0.4"), (0.01, "1"), (0.0, "0"), (2e-9, "0.1")])
def test_percents_are_never_rounded_down(gap: float, said: str) -> None:
    assert answer_words.percent_up(gap) == said


@pytest.mark.parametrize(
    ("travel", "said"),
    [
        (Travel("metres", "circle", "straight_line", "", 0, 0), "直线距离（米）"),
        (
            Travel("minutes", "walk", "straight_line", "", 4.5, 1.3),
            "步行 4.5 公里/小时，直线 × 1.3 估算",
        ),
        (Travel("minutes", "ebike", "road", "枣庄", 15, 1.3), "电动车，按路网 枣庄"),
    ],
)
def test_the_way_of_travelling_is_said(travel: Travel, said: str) -> None:
    assert answer_words.travelled(travel) == said


def test_every_what_if_says_what_was_changed() -> None:
    made = make_answer()
    assert [answer_words.what_if(each, made) for each in made.what_ifs] == [
        "标准收紧 5.0 分钟",
        "标准放宽 5.0 分钟",
        "需求少 20 %",
        "需求多 20 %",
        "各点需求随机增减 20 %（第 1 次）",
        "不能用 旧厂房",
    ]


def test_ways_before_and_after_are_said_of_those_who_have_one() -> None:
    assert answer_words.ways(make_answer()) == [
        ("平均路程", "31.6 分钟", "7.7 分钟"),
        ("最远的路程", "41.0 分钟", "22.0 分钟"),
    ]


def test_for_uptake_the_proof_speaks_of_those_who_come() -> None:
    usual = make_answer()
    parameters = {**usual.provenance.parameters, "objective": "uptake"}
    asked = replace(usual, provenance=replace(usual.provenance, parameters=parameters))
    assert answer_words.proof(asked) == ["没有别的 2 处能让来的人再多 0.4 %（1 人）。"]
    proven = replace(asked, proof=replace(asked.proof, bound=90.0, gap=0.0))
    assert answer_words.proof(proven) == ["已证明：没有别的 2 处能让更多人来。"]
