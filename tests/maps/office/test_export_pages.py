"""Exports: what one may see, for oneself alone, and back in again without a change."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from directory import exports
from directory.models import ExportJob, Office, Official
from tests.directory.imports.conftest import Importing
from tests.factories.people import make_official, sign_in

pytestmark = pytest.mark.django_db


def exported(client: Client, official: Official, **data: str) -> ExportJob:
    sign_in(client, official)
    form = {"format": "xlsx", "template": "370000", **data}
    assert client.post(reverse("office:exports_new"), form).status_code == 302
    job = ExportJob.objects.latest("pk")
    exports.run(job.pk)
    job.refresh_from_db()
    return job


def test_what_is_exported_and_imported_again_changes_nothing(
    client: Client,
    county: Office,
    at_once: None,
    uploaded: Importing,
    tmp_path: Path,
) -> None:
    call_command("load_demo", verbosity=0)
    city = make_official("city", "370400", Office.objects.get(code="zz-city"))
    for format in ("xlsx", "csv", "geojson"):
        job = exported(client, city, format=format)
        assert (job.state, job.rows) == ("ready", 118), (format, job.message)
        answer = client.get(reverse("office:exports_file", args=[job.pk]))
        path = tmp_path / f"again.{format}"
        path.write_bytes(b"".join(answer.streaming_content))  # type: ignore[arg-type]
        batch = uploaded(path, official=city, region_code="370400")
        assert batch.state == "preview", (format, batch.message, batch.counts)
        rows = batch.rows.exclude(sort="unchanged")
        wrong = [(row.sort, row.name, row.changes, row.problems) for row in rows]
        assert (wrong[:3], batch.counts.get("unchanged")) == ([], 118), format


def test_a_district_exports_its_own_places_and_only_their_owner_fetches_them(
    client: Client,
    county: Office,
    at_once: None,
) -> None:
    call_command("load_demo", verbosity=0)
    one = make_official("district_clerk", "370403", county)
    job = exported(client, one, format="csv", nature="spontaneous")
    assert 0 < job.rows < 118
    sign_in(client, make_official("district_lead", "370403", county))
    assert client.get(reverse("office:exports_file", args=[job.pk])).status_code == 403
    assert client.post(reverse("office:exports_cancel", args=[job.pk])).status_code == 403
    assert "district_clerk" in client.get(reverse("office:exports_list")).content.decode()
    sign_in(client, make_official("district_lead", "370402"))
    assert client.get(reverse("office:exports_file", args=[job.pk])).status_code == 404
    form = {"format": "csv", "template": "370000", "region": "370403"}
    assert client.post(reverse("office:exports_new"), form).status_code == 422
