"""A year's return driven through its pages, and what is taken away from them."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from directory.models import MarketTrade, Official, Return
from directory.returns.standing import current
from tests.directory.returns.conftest import Chain, chain, count, one
from tests.factories.history import settle
from tests.factories.ledger import make_trade
from tests.factories.people import CITY, sign_in

pytestmark = pytest.mark.django_db
__all__ = ["chain", "one"]
PHRASE = "一把钥匙"
STEP = {
    "freeze": "prepare",
    "validate": "prepare",
    "explain": "prepare",
    "sign": "sign",
    "hand_up": "sign",
    "accept": "decide",
}


def step(by: Official, owed: Return, act: str, **data: Any) -> Any:
    owed.refresh_from_db()
    address = reverse(f"office:returns_{STEP[act]}", args=[owed.pk])
    client = sign_in(Client(), by)
    return client.post(address, {"act": act, "version": owed.version, **data})


def fetched(by: Official, name: str, owed: Return) -> Any:
    return sign_in(Client(), by).get(reverse(f"office:returns_{name}", args=[owed.pk]))


def test_a_return_goes_through_its_pages_and_is_rolled_up(chain: Chain, one: Return) -> None:
    assert step(chain.clerk, one, "freeze").status_code == 302
    assert step(chain.clerk, one, "validate").status_code == 302
    page = fetched(chain.lead, "page", one).content.decode()
    assert "没有求职人员规模" in page
    assert reverse("office:places_edit", args=[chain.bare.public_id]) in page
    assert step(chain.lead, one, "sign").status_code == 422
    count(chain.bare, 80, 30)
    MarketTrade.objects.create(market=chain.bare, trade=make_trade("mason"), is_main=True)
    for by, act in (
        (chain.clerk, "freeze"),
        (chain.clerk, "validate"),
        (chain.lead, "sign"),
        (chain.lead, "hand_up"),
        (chain.city, "accept"),
    ):
        assert step(by, one, act).status_code == 302, act
    city = Return.objects.create(
        region_code=CITY, level="city", period="2026", due_on=dt.date(2026, 12, 15)
    )
    assert step(chain.city, city, "freeze").status_code == 302
    assert step(chain.city, city, "validate").status_code == 302
    copy = current(city)
    assert copy is not None
    for finding in copy.findings.filter(kind="part-missing"):
        said = {"finding": finding.pk, "explanation": "推迟到月底"}
        assert step(chain.city, city, "explain", **said).status_code == 302
    assert step(chain.city_too, city, "sign").status_code == 302
    assert step(chain.city_too, city, "hand_up").status_code == 302
    assert step(chain.province, city, "accept").status_code == 302
    sums = sign_in(Client(), chain.city).get(reverse("office:returns_sums"), {"region": CITY})
    assert "与各部分相符" in sums.content.decode()
    answer = fetched(chain.province, "workbook", city)
    cells = load_workbook(BytesIO(answer.content)).active
    assert cells is not None
    written = [cell for row in cells.iter_rows(values_only=True) for cell in row]
    assert {"永福路零工市场", "没填全的市场", 280, 150} <= set(written)


def test_a_pdf_without_a_key_says_so_and_names_the_digest(chain: Chain, one: Return) -> None:
    step(chain.clerk, one, "freeze")
    body = fetched(chain.clerk, "pdf", one).content
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    copy = current(one)
    assert copy is not None
    assert copy.digest in text.replace("\n", "")
    assert "没有数字签名" in text
    assert "永福路零工市场" in text


def test_a_pdf_with_a_key_carries_a_signature_that_holds(
    chain: Chain, one: Return, tmp_path: Path, settings: Any
) -> None:
    chain.bare.delete()
    for by, act in ((chain.clerk, "freeze"), (chain.clerk, "validate"), (chain.lead, "sign")):
        assert step(by, one, act).status_code == 302
    settings.RETURN_SIGNING_P12 = str(tmp_path / "key.p12")
    settings.RETURN_SIGNING_PASSWORD = PHRASE
    (tmp_path / "key.p12").write_bytes(key(PHRASE))
    body = fetched(chain.lead, "pdf", one).content
    (signature,) = PdfFileReader(BytesIO(body)).embedded_signatures
    known = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
    status = validated(signature, known)
    assert (status.intact, status.valid) == (True, True)
    assert "带有数字签名" in PdfReader(BytesIO(body)).pages[-1].extract_text()
    at = body.index(b"stream") + 12
    touched = body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :]
    (signature,) = PdfFileReader(BytesIO(touched)).embedded_signatures
    assert not validated(signature, known).intact


def validated(signature: Any, known: ValidationContext) -> Any:
    """In a thread of its own: it runs an event loop, and a browser test leaves one in this one."""
    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(validate_pdf_signature, signature, known).result()


def key(password: str) -> bytes:
    """A key and its own certificate, as a deployment would be given them."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "市公共就业中心")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=30))
        .sign(private, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        b"return", private, certificate, None, BestAvailableEncryption(password.encode())
    )


def test_the_list_says_who_is_late_and_the_tracker_draws_the_counties(
    chain: Chain, one: Return
) -> None:
    Return.objects.filter(pk=one.pk).update(due_on=dt.date(2020, 12, 10))
    client = sign_in(Client(), chain.city)
    assert "逾期" in client.get(reverse("office:returns_list")).content.decode()
    page = client.get(reverse("office:returns_counties")).content.decode()
    assert page.count("county-has") == 1
    assert page.count("county-lacks") > 1
    assert "<svg" in page


def test_a_round_is_opened_by_a_city_and_not_by_a_county(chain: Chain) -> None:
    data = {"region": CITY, "period": "2027", "county": "2027-12-10", "city": "2027-12-15"}
    address = reverse("office:returns_new")
    assert sign_in(Client(), chain.lead).post(address, data).status_code == 403
    assert sign_in(Client(), chain.city).post(address, data).status_code == 302
    assert Return.objects.filter(period="2027", level="city").count() == 1
    assert Return.objects.filter(period="2027", level="county").count() > 1


def test_the_city_sets_another_date_and_the_page_tells_what_was_set(
    chain: Chain, one: Return
) -> None:
    address = reverse("office:returns_due", args=[one.pk])
    city = sign_in(Client(), chain.city)
    link = f'href="{address}"'
    assert link in city.get(reverse("office:returns_page", args=[one.pk])).content.decode()
    assert sign_in(Client(), chain.lead).get(address).status_code == 403
    day = timezone.localdate() + dt.timedelta(days=30)
    refused = city.post(address, {"due_on": "", "reason": ""})
    assert (refused.status_code, refused.content.decode().count("errorlist")) == (422, 2)
    assert city.post(address, {"due_on": day, "reason": "大雪封路"}).status_code == 302
    settle()
    page = city.get(address).content.decode()
    for said in ("大雪封路", "2026-12-10", day.isoformat(), chain.city.name):
        assert said in page, said
    shown = sign_in(Client(), chain.lead).get(reverse("office:returns_page", args=[one.pk]))
    assert day.isoformat() in shown.content.decode()
    assert link not in shown.content.decode()
