"""A digital signature under the PDF of a return, by the deployment's own key (PKCS#12)."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

from geo.deferred import Deferred

# Half a second to load.
sign = Deferred("pyhanko.sign")
writing = Deferred("pyhanko.pdf_utils.incremental_writer")

FIELD = "Return"


def signed(pdf: bytes, p12: str, password: str, reason: str) -> bytes:
    """The PDF with one signature over all of it; ValueError where the key cannot be read."""
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
