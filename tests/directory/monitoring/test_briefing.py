"""A briefing of demo counts: rendered, looked at, opened and read back."""

import datetime as dt
import os
from pathlib import Path

import numpy as np
import openpyxl
import pypdfium2
import pytest

from directory.models import BriefingJob
from directory.monitoring import briefing, briefing_book, demo
from directory.monitoring.content import gather
from directory.monitoring.pulse import pulse
from tests.directory.imports.conftest import at_once
from tests.factories.ledger import COUNTY, make_market, make_trade
from tests.factories.people import make_official

__all__ = ["at_once"]
pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 27)
START = TODAY - dt.timedelta(days=89)
PICTURES = os.environ.get("PICTURES", "")


@pytest.fixture
def counted() -> None:
    make_trade("mason", name="瓦工")
    make_trade("carpenter", name="木工")
    for _ in range(3):
        make_market(trades=("mason", "carpenter"), demo=True)
    demo.load(TODAY)


def test_the_demo_is_loaded_once_and_says_so(counted: None) -> None:
    assert demo.load(TODAY) == 0
    found = pulse(COUNTY, START, TODAY)
    assert found.demo
    assert found.missing > 0
    assert len(found.counted) > 40
    assert len(found.trend.week_days) == 7


def test_the_pdf_is_drawn_with_its_figures_and_charts(counted: None, tmp_path: Path) -> None:
    path = tmp_path / "briefing.pdf"
    briefing.write_pdf(gather(COUNTY, START, TODAY), path)
    document = pypdfium2.PdfDocument(path)
    said = (page.get_textpage().get_text_range() for page in document)
    text = "".join(said).replace("\r\n", "")
    for words in ("动态监测简报", "演示数据", "日均求职人数", "瓦工", "不足两年", "名录的变化"):
        assert words in text
    picture = document[0].render(scale=2)
    if PICTURES:
        for at, page in enumerate(document):
            page.render(scale=1.3).to_pil().save(Path(PICTURES) / f"briefing-{at}.png")
    pixels = picture.to_numpy()[..., :3].astype(int)
    # The trend's blue and the grey of missing days are on the page.
    for colour in ((29, 78, 216), (229, 231, 235)):
        near = (np.abs(pixels - np.array(colour[::-1])).sum(axis=2) < 12) | (
            np.abs(pixels - np.array(colour)).sum(axis=2) < 12
        )
        assert near.sum() > 50
    document.close()


def test_the_workbook_holds_the_same_figures_and_its_charts(counted: None, tmp_path: Path) -> None:
    path, content = tmp_path / "briefing.xlsx", gather(COUNTY, START, TODAY)
    briefing_book.write(content, path)
    book = openpyxl.load_workbook(path)
    found = content.sessions[0][1]
    days = book["逐日 上午"]
    assert days.max_row == len(found.days) + 1
    for row, day in zip(days.iter_rows(min_row=2, values_only=True), found.days, strict=True):
        assert row[2] == (None if day is None else day.seekers)
    assert [len(sheet._charts) for sheet in (days, book["工种 上午"])] == [1, 1]


def test_a_stopped_job_makes_nothing_and_a_crashed_one_gives_up_in_the_end(at_once: None) -> None:
    owner = make_official("district_lead")
    job = briefing.ask(owner, COUNTY, START, TODAY)
    briefing.cancel(owner, job)
    assert briefing.run(job.pk) == ""
    crashed = BriefingJob.objects.create(
        official=owner, region_code=COUNTY, start=START, end=TODAY, state="running", attempts=3
    )
    assert briefing.run(crashed.pk) == "failed"
    running = BriefingJob.objects.create(
        official=owner, region_code=COUNTY, start=START, end=TODAY, state="running", stopping=True
    )
    assert briefing.run(running.pk) == "cancelled"
