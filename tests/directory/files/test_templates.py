"""Layouts are data: checked when they are loaded, each of them usable for reading and writing."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from directory.ledger import Template, TemplateError, load_templates
from tests.directory.files.reading import FIXTURES, SHANDONG

FOLDER = FIXTURES / "templates"
GOOD = json.loads((FOLDER / "370000.json").read_text(encoding="utf-8"))


def changed(**values: Any) -> dict[str, Any]:
    return {**copy.deepcopy(GOOD), **values}


def test_each_province_has_its_layout() -> None:
    templates = load_templates(FOLDER)
    assert set(templates) == {"330000", "370000"}
    assert templates["370000"].header_rows == 2
    assert templates["330000"].fields() != templates["370000"].fields()


def test_the_return_and_public_fields_are_all_in_it() -> None:
    returned = {"name", "nature", "address", "seekers", "trades", "hires"}
    public = {"hours", "contacts", "free_of_charge", "services", "facilities", "hotline"}
    assert returned | public | {"complaint_line", "counted_on", "method"} <= set(SHANDONG.fields())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], "须为对象"),
        ({}, "缺少 columns、name、province、sheet、title"),
        (changed(colour="red"), "不认识 colour"),
        (changed(province="37"), "六位区划代码"),
        (changed(sheet="a/b"), "工作表名"),
        (changed(sheet="x" * 32), "sheet 须为 1–31 个字符"),
        (changed(title=""), "title"),
        (changed(columns=[]), "columns 须为"),
        (changed(columns=[{"field": "colour", "path": ["色"]}]), "没有字段 'colour'"),
        (changed(columns=[{"field": "address", "path": ["地址"]}]), "没有市场名称"),
        (changed(columns=GOOD["columns"] + GOOD["columns"][-1:]), "出现了两次"),
        (changed(columns=[{"field": "name", "path": []}]), "name.path"),
        (changed(columns=[{"field": "name", "path": ["a"] * 5}]), "最多 4 层"),
        (changed(columns=[{"field": "name", "path": ["名"], "width": 1000}]), "width"),
        (changed(columns=[{"field": "name", "path": ["名"], "required": "yes"}]), "required"),
        (changed(columns=[{"field": "name", "path": ["名"], "words": [1]}]), "words"),
        (changed(labels={"town": {"a": "b"}}), "labels.town"),
    ],
)
def test_a_layout_that_cannot_be_used_is_refused_with_the_reason(data: Any, said: str) -> None:
    with pytest.raises(TemplateError) as caught:
        Template.from_json(data, "370000.json")
    assert said in str(caught.value)
    assert "370000.json" in str(caught.value)


def test_a_file_is_named_for_its_province(tmp_path: Path) -> None:
    (tmp_path / "110000.json").write_text(json.dumps(GOOD), encoding="utf-8")
    with pytest.raises(TemplateError, match=r"文件名应为 370000\.json"):
        load_templates(tmp_path)


def test_a_file_that_is_no_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / "370000.json").write_text("{", encoding="utf-8")
    with pytest.raises(TemplateError, match=r"370000\.json：读不出"):
        load_templates(tmp_path)
