"""The demonstration of planning (演示数据): Zaozhuang's modelled demand and two scenarios."""

from django.db import transaction

from planning import runs, scenarios, tasks
from planning.candidates import from_towns
from planning.demand import Shares, from_population
from planning.models import Scenario
from planning.question import Question

REGION = "370400"
QUESTIONS = {
    "五处新点，电动车一刻钟": Question(mode="ebike", standard=15.0, p=5, seconds=20.0),
    "八处新点，每个区县都有": Question(
        mode="ebike", standard=15.0, p=8, every_county=True, apart_m=1000.0, seconds=20.0
    ),
}


@transaction.atomic
def load() -> int:
    """How many scenarios were asked: none where they are there already. Their runs are queued."""
    if Scenario.objects.filter(region_code=REGION, demo=True).exists():
        return 0
    demand = from_population(None, REGION, "推算的零工", Shares(), demo=True)
    candidates = from_towns(None, REGION, "镇街驻地", demo=True)
    for name, question in QUESTIONS.items():
        scenario = scenarios.ask(
            None, region=REGION, name=name, demand=demand, candidates=candidates, question=question
        )
        tasks.run_later(runs.ask(None, scenario))
    return len(QUESTIONS)
