"""The pages of an import, as a clerk and his lead go through them."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from directory.imports import running
from directory.models import ImportBatch, ImportMapping, Market, Official
from tests.directory.imports.conftest import Importing
from tests.factories.ledger import make_market
from tests.factories.people import make_official, sign_in
from tests.factories.workbooks import messy_workbook

pytestmark = pytest.mark.django_db
CHOICES = {"blank": "keep", "gone": "keep", "datum": "", "form": "", "nature": ""}


def page(client: Client, batch: ImportBatch, **query: str) -> str:
    answer = client.get(reverse("office:imports_batch", args=[batch.pk]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, name: str, batch: ImportBatch, **data: object) -> int:
    batch.refresh_from_db()
    address = reverse(f"office:imports_{name}", args=[batch.pk])
    return client.post(address, {"version": batch.version, **data}).status_code


def test_a_file_goes_from_the_form_into_the_ledger_by_two_people(
    client: Client,
    clerk: Official,
    lead: Official,
    at_once: None,
    tmp_path: Path,
) -> None:
    sign_in(client, clerk)
    content = messy_workbook(tmp_path / "m.xlsx").read_bytes()
    form = {"region_code": "370403", "template": "370000", **CHOICES}
    file = SimpleUploadedFile("名录 2022.xlsx", content)
    answer = client.post(reverse("office:imports_new"), {**form, "file": file})
    batch = ImportBatch.objects.get()
    assert answer["Location"] == reverse("office:imports_batch", args=[batch.pk])
    assert "等待读取" in page(client, batch)
    running.read(batch.pk)
    shown = page(client, batch)
    assert "名录清单!J5" in shown
    assert "“约200人”按 200 人记录" in shown
    assert send(client, "step", batch, act="submit") == 422
    assert send(client, "all", batch, sort="unplaced", decision="leave_out") == 302
    assert send(client, "step", batch, act="submit", note="年度名录") == 302
    assert send(client, "review", batch, act="approve") == 403
    sign_in(client, lead)
    assert "批准并写入" in page(client, batch)
    assert send(client, "review", batch, act="approve") == 302
    running.apply(batch.pk)
    assert "已写入 6 处" in page(client, batch)
    assert Market.objects.count() == 6


def test_a_hostile_file_is_refused_with_its_reason(
    client: Client,
    clerk: Official,
    uploaded: Importing,
    tmp_path: Path,
) -> None:
    path = tmp_path / "old.xls"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4000))
    batch = uploaded(path)
    assert batch.state == "failed"
    sign_in(client, clerk)
    assert batch.message.splitlines()[0][:10] in page(client, batch)


def test_a_row_is_put_on_the_map_by_hand(
    client: Client,
    clerk: Official,
    uploaded: Importing,
) -> None:
    batch = uploaded()
    sign_in(client, clerk)
    row = batch.rows.filter(sort="unplaced").first()
    assert row is not None
    address = reverse("office:imports_row", args=[batch.pk, row.pk])
    assert "用这个位置" in client.get(address).content.decode()
    point = {"lon": "117.27", "lat": "34.80", "datum": "gcj02", "accuracy_m": "30"}
    wrong = client.post(address, {"version": batch.version, "act": "place", **point, "lat": "x"})
    assert wrong.status_code == 422
    client.post(address, {"version": batch.version, "act": "place", **point})
    row.refresh_from_db()
    assert (row.sort, row.placed["datum"]) == ("new", "gcj02")


def test_columns_are_settled_once_and_kept_for_the_office(
    client: Client,
    clerk: Official,
    uploaded: Importing,
    tmp_path: Path,
) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "市场名称,运营性质,形态,所属区(市),详细地址,经度,纬度\n"
        "甲零工市场,公共,路边聚集点,薛城区,永福路 1 号,117.2632,34.8012\n",
        encoding="gbk",
    )
    batch = uploaded(path)
    assert batch.state == "mapping"
    sign_in(client, clerk)
    assert "请在下面选择坐标系" in page(client, batch)
    columns = {f"column_{at}": each["field"] for at, each in enumerate(batch.columns)}
    data = {**CHOICES, "datum": "gcj02", "mapping_name": "本区的表", **columns}
    assert send(client, "choose", batch, **data) == 302
    running.read(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.counts["new"]) == ("preview", 1), batch.message
    assert ImportMapping.objects.get().name == "本区的表"


def test_another_district_sees_nothing_of_it(
    client: Client,
    uploaded: Importing,
) -> None:
    batch = uploaded()
    sign_in(client, make_official("district_lead", "370402"))
    for name in ("batch", "progress"):
        assert client.get(reverse(f"office:imports_{name}", args=[batch.pk])).status_code == 404
    row = batch.rows.all()[0].pk
    assert client.get(reverse("office:imports_row", args=[batch.pk, row])).status_code == 404
    for name, act in (("review", "approve"), ("step", "cancel"), ("all", ""), ("choose", "")):
        assert send(client, name, batch, act=act) == 404
    assert batch.name not in client.get(reverse("office:imports_list")).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_rows(
    client: Client,
    clerk: Official,
    uploaded: Importing,
    django_assert_max_num_queries,
) -> None:
    for number in range(30):
        make_market(name=f"旧市场 {number}", office=clerk.office)
    batch = uploaded()
    assert batch.counts["gone"] == 30
    sign_in(client, clerk)
    page(client, batch)
    with django_assert_max_num_queries(11):
        page(client, batch)


def test_an_empty_workbook_of_the_province_is_handed_out(client: Client, clerk: Official) -> None:
    sign_in(client, clerk)
    answer = client.get(reverse("office:imports_template", args=[370000]))
    assert answer.content[:2] == b"PK"
    assert client.get(reverse("office:imports_template", args=[999999])).status_code == 404
