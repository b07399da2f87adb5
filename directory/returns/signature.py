"""A digital signature under the PDF of a return, by the deployment's own key (PKCS#12)."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, signers

FIELD = "Return"


def signed(pdf: bytes, p12: str, password: str, reason: str) -> bytes:
    """The PDF with one signature over all of it; ValueError where the key cannot be read."""
    signer = signers.SimpleSigner.load_pkcs12(p12, passphrase=password.encode() or None)
    if signer is None:
        raise ValueError(f"RETURN_SIGNING_P12: {p12} cannot be read with that password")
    out = BytesIO()
    # It runs an event loop of its own, which a thread that has one already refuses.
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(
            signers.sign_pdf,
            IncrementalPdfFileWriter(BytesIO(pdf)),
            PdfSignatureMetadata(field_name=FIELD, reason=reason),
            signer=signer,
            output=out,
        ).result()
    return out.getvalue()
