"""A digital signature under the PDF of a return, by the deployment's own key (PKCS#12)."""

import importlib
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from io import BytesIO
from typing import Any

FIELD = "Return"


@cache
def _pyhanko() -> tuple[Any, Any]:
    """Its modules of signing and of writing, loaded for the first signature: half a second."""
    writing = importlib.import_module("pyhanko.pdf_utils.incremental_writer")
    return importlib.import_module("pyhanko.sign"), writing


def signed(pdf: bytes, p12: str, password: str, reason: str) -> bytes:
    """The PDF with one signature over all of it; ValueError where the key cannot be read."""
    sign, writing = _pyhanko()
    signer = sign.signers.SimpleSigner.load_pkcs12(p12, passphrase=password.encode() or None)
    if signer is None:
        raise ValueError(f"RETURN_SIGNING_P12: {p12} cannot be read with that password")
    out = BytesIO()
    # It runs an event loop of its own, which a thread that has one already refuses.
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(
            sign.signers.sign_pdf,
            writing.IncrementalPdfFileWriter(BytesIO(pdf)),
            sign.PdfSignatureMetadata(field_name=FIELD, reason=reason),
            signer=signer,
            output=out,
        ).result()
    return out.getvalue()
