"""The runs of scenarios as jobs of the worker; what is forgotten each night."""

import functools

from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from directory.imports.tasks import rescue
from planning import runs, unmet
from planning.models import Run

RUN = "run_scenario"


@app.task(name=RUN)
def run_scenario(run: int) -> str:
    return runs.run(run)


# With seconds: a worker is known to be dead after 35 s, and its run goes on before a minute is up.
@app.periodic(cron="* * * * * */20")
@app.task(name="rescue_runs", queueing_lock="rescue_runs", pass_context=True)
async def rescue_runs(context: JobContext, timestamp: int) -> int:
    """A run whose worker was killed begins again, or is given up after its third attempt."""
    return await rescue(context, RUN)


@app.periodic(cron="23 3 * * *")
@app.task(name="forget_unmet_searches", queueing_lock="forget_unmet_searches")
def forget_unmet_searches(timestamp: int) -> int:
    """Counts too small to be shown go with their month, all of them after two years."""
    return unmet.forget(timezone.localdate())


def run_later(run: Run) -> None:
    """Once the present transaction is committed."""
    later = app.configure_task(RUN)
    transaction.on_commit(functools.partial(later.defer, run=run.pk))
