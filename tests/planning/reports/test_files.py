"""Reports of one answer: each file is opened again and says what the answer says."""

from dataclasses import replace
from pathlib import Path

import geopandas
import pyogrio
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from planning.answer import Answer
from planning.reports import book, geopackage, paper, pdf, webmap
from planning.reports.content import Content, content
from planning.reports.picture import picture
from tests.directory.ledger.boundaries import load_shandong
from tests.factories.answers import make_answer
from tests.factories.ledger import COUNTY

pytestmark = pytest.mark.django_db
# What every report has to say of what it stands on.
BASIS = ("第 12 期", "街上的人 v1", "空房 v1", "geo.siting 1", "2026-11-27", "直线 × 1.3", "15")
TRICKS = "=1+1</script>{{ 7*7 }}${alert(1)}<b>`"


@pytest.fixture
def made() -> Content:
    load_shandong()
    return content(make_answer())


def tricked() -> Answer:
    """Names that a spreadsheet, a template or a browser could take for something to run."""
    usual = make_answer()
    sites = tuple(replace(each, name=TRICKS) for each in usual.sites)
    lines = tuple(replace(each, name=TRICKS) for each in usual.lines)
    about = replace(usual.provenance, scenario=TRICKS)
    return replace(usual, sites=sites, lines=lines, provenance=about)


def test_the_pdf_has_the_action_list_the_proof_and_what_it_stands_on(
    made: Content, tmp_path: Path
) -> None:
    pdf.write(made, tmp_path / "report.pdf")
    pages = [page.extract_text() for page in PdfReader(tmp_path / "report.pdf").pages]
    said = "".join("".join(pages).split())
    for words in (*BASIS, "设点", "旧厂房", "117.27320,34.80220", "责任单位", "城北", "推算"):
        assert words.replace(" ", "") in said, words
    assert "没有别的2处能再多覆盖0.4%" in said


def test_the_workbook_has_a_sheet_for_each_table_and_the_list_first(
    made: Content, tmp_path: Path
) -> None:
    book.write(made, tmp_path / "report.xlsx")
    found = load_workbook(tmp_path / "report.xlsx")
    assert found.sheetnames == [
        "行动清单", "服务程度", "地点", "建几处合适", "各区县", "条件变化时", "需求点", "依据",
    ]  # fmt: skip
    said = {
        name: [[cell.value for cell in row] for row in found[name].rows]
        for name in found.sheetnames
    }
    deeds = [row[1] for row in said["行动清单"] if isinstance(row[0], int)]
    assert deeds == ["清点人数", "设点", "设点", "复算"]
    assert [row[2] for row in said["需求点"][1:]] == [50, 20, 20, 10]
    basis = " ".join(str(cell) for row in said["依据"] for cell in row)
    assert all(words in basis for words in BASIS)


def test_the_geopackage_has_every_point_line_and_county(made: Content, tmp_path: Path) -> None:
    path = tmp_path / "report.gpkg"
    geopackage.write(made, path)
    layers = {
        name: geopandas.read_file(path, layer=name) for name, _kind in pyogrio.list_layers(path)
    }
    assert {name: len(each) for name, each in layers.items() if name != "about"} == {
        "sites": 3, "demand": 4, "lines": 4, "counties": 1,
    }  # fmt: skip
    sites = layers["sites"]
    assert sites.crs.to_epsg() == 4326
    assert sites["action"].tolist()[:2] == [2, 3]
    assert (sites.geometry[0].x, sites.geometry[0].y) == pytest.approx((117.2732, 34.8022))
    assert layers["demand"]["people"].sum() == 100
    assert layers["counties"]["code"].tolist() == [COUNTY]
    about = " ".join(layers["about"]["value"])
    assert all(words in about for words in BASIS)


def test_the_map_is_one_file_that_names_no_other(made: Content) -> None:
    page = webmap.html(made)
    for loaded in ("<script src", "<link", "<img", "<iframe", "@import", "url(http", "url(images"):
        assert loaded not in page, loaded
    assert all(words in page for words in BASIS)
    assert page.index("<h2>行动清单<") < page.index("<h2>依据<")


def test_names_are_never_run(tmp_path: Path) -> None:
    made = content(tricked())
    page = webmap.html(made)
    assert "{{ 7*7 }}" in page
    assert ">49$" not in page
    assert "&gt;49$" not in page
    assert "<b>`" not in page
    assert "</script>{{" not in page
    assert "<b>" not in pdf.html(made)
    assert "<b>" not in picture(made.answer)
    book.write(made, tmp_path / "report.xlsx")
    cells = [cell for row in load_workbook(tmp_path / "report.xlsx")["地点"].rows for cell in row]
    assert TRICKS in [cell.value for cell in cells]
    assert "f" not in {cell.data_type for cell in cells}


def test_without_an_answer_the_list_says_what_stands_in_the_way(tmp_path: Path) -> None:
    usual = make_answer()
    proof = replace(usual.proof, status="infeasible", objective=None, bound=None, gap=None)
    none = replace(usual, proof=proof, sites=usual.sites[2:], curve=(), what_ifs=())
    made = content(none, demo=True)
    assert made.steps[0].deed == "改条件后再算"
    assert "演示数据" in made.cautions[0]
    for write, name in ((pdf.write, "a.pdf"), (book.write, "a.xlsx"), (geopackage.write, "a.gpkg")):
        write(made, tmp_path / name)
        assert (tmp_path / name).stat().st_size > 1000
    assert "没有满足全部条件的方案" in webmap.html(made)


def test_on_paper_what_stands_is_a_short_table_of_its_own(made: Content) -> None:
    changed, standing = paper.sites(made)
    assert [row[2] for row in changed.rows] == ["旧厂房", "空仓库"]
    assert [row[0] for row in standing.rows] == ["薛城零工市场"]
    assert len(standing.heads) == len(standing.rows[0]) == 6
    assert changed.rows[0][7] == 80
    long = paper.worded(replace(made.curve, rows=((1, 12345.6, "5.0%", "–"),)))
    assert long.rows == ((1, "12,346", "5.0%", "–"),)
