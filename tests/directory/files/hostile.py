"""Files that nobody honest sends, made quickly and small."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.factories.workbooks import messy_workbook, read_part, rewritten

SHEET = "xl/worksheets/sheet1.xml"
_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HEAD = f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{_NS}"><sheetData>'


def with_sheet(path: Path, body: Iterable[str], tail: str = "") -> Path:
    """A workbook whose first sheet has this content, compressed piece by piece."""
    messy_workbook(path)
    return with_part(path, SHEET, [_HEAD, *body, f"</sheetData>{tail}</worksheet>"])


def with_part(path: Path, part: str, pieces: Iterable[str]) -> Path:
    """The workbook at `path` with one part in place of its own."""
    kept = io.BytesIO(path.read_bytes())
    with (
        zipfile.ZipFile(kept) as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        with new.open(part, "w", force_zip64=True) as out:
            for piece in pieces:
                out.write(piece.encode())
    return path


def bomb_of_spaces(path: Path) -> Path:
    return with_sheet(path, [" " * 1_000_000] * 1000)


def bomb_that_lies(path: Path) -> Path:
    """Its directory says a megabyte where there is a gigabyte."""
    bomb_of_spaces(path)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        at = package.start_dir
        true = package.getinfo(SHEET).file_size
    found = data.index(struct.pack("<L", true), at)
    data[found : found + 4] = struct.pack("<L", 900_000)
    path.write_bytes(data)
    return path


def million_rows(path: Path) -> Path:
    row = '<row><c t="inlineStr"><is><t>零工市场</t></is></c></row>'
    return with_sheet(path, [row * 10_000] * 100)


def million_blank_rows(path: Path) -> Path:
    return with_sheet(path, ['<row ht="15"/>' * 10_000] * 100)


def giant_shared_strings(path: Path) -> Path:
    messy_workbook(path)
    head = f'<sst xmlns="{_NS}">'
    items = (f"<si><t>{number:x}零工</t></si>" for number in range(3_000_000))
    return with_part(path, "xl/sharedStrings.xml", [head, *_bundled(items), "</sst>"])


def as_many_strings_as_are_taken(path: Path) -> Path:
    """Just below the limits of number and length: the most that is held at once."""
    messy_workbook(path)
    head = f'<sst xmlns="{_NS}">'
    items = (f"<si><t>{number:06d}{'零工市场服务中心' * 4}</t></si>" for number in range(590_000))
    return with_part(path, "xl/sharedStrings.xml", [head, *_bundled(items), "</sst>"])


def one_giant_string(path: Path) -> Path:
    messy_workbook(path)
    head = f'<sst xmlns="{_NS}"><si><t>'
    return with_part(
        path, "xl/sharedStrings.xml", [head, *["零a1" * 300_000] * 20, "</t></si></sst>"]
    )


def millions_of_styles(path: Path) -> Path:
    messy_workbook(path)
    pieces = (f'<xf numFmtId="14" fontId="{number}"/>' for number in range(3_000_000))
    return with_part(
        path,
        "xl/styles.xml",
        [f'<styleSheet xmlns="{_NS}"><cellXfs>', *_bundled(pieces), "</cellXfs></styleSheet>"],
    )


def merges_over_everything(path: Path) -> Path:
    """A million merged ranges, the first of which is the whole sheet."""
    everything = '<mergeCell ref="A1:XFD1048576"/>'
    pieces = (f'<mergeCell ref="A{number}:XFD{number + 9}"/>' for number in range(1, 1_000_000))
    return with_sheet(
        path,
        ['<row r="1"><c r="A1"><v>1</v></c></row>'],
        f"<mergeCells>{everything}{''.join(pieces)}</mergeCells>",
    )


def giant_attribute(path: Path) -> Path:
    return with_sheet(path, ['<row a="', *["x1y2z3" * 100_000] * 100, '"/>'])


def giant_comment(path: Path) -> Path:
    return with_sheet(path, ["<!--", *["x1y2z3 " * 100_000] * 100, "-->"])


def deep_nesting(path: Path) -> Path:
    return with_sheet(path, ["<a1b2>" * 100_000] * 20)


def wide_rows(path: Path) -> Path:
    """Every row filled to the last column the format has."""
    row = "<row>" + '<c t="b"><v>1</v></c>' * 16_384 + "</row>"
    return with_sheet(path, [row] * 200)


def billion_laughs(path: Path) -> Path:
    entities = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 100}">' for n in range(10)
    )
    messy_workbook(path)
    text = read_part(path, SHEET)
    xml = f"<?xml version='1.0'?><!DOCTYPE lolz [{entities}]>" + text.replace("公共", "&l9;")
    return rewritten(path, {SHEET: xml})


def million_entries(path: Path) -> Path:
    """A directory of entries that costs little to send and much to hold."""
    count = 150_000
    fields = (20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0)
    record = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *fields) + b"a"
    directory = record * count
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, len(directory), 4, 0)
    path.write_bytes(b"PK\x03\x04" + directory + end)
    return path


def long_csv_line(path: Path) -> Path:
    path.write_bytes(b"," * 30_000_000)
    return path


def quoted_forever(path: Path) -> Path:
    path.write_bytes("市场名称,运营性质,详细地址\n".encode() + b'a,"' + b'",b,"\n' * 4_000_000)
    return path


def nested_geojson(path: Path) -> Path:
    path.write_bytes(b'{"type":"FeatureCollection","features":[' + b"[" * 20_000_000)
    return path


def geojson_of_empties(path: Path) -> Path:
    start = b'{"type":"FeatureCollection","features":['
    path.write_bytes(start + b"{}," * 8_000_000 + b"{}]}")
    return path


def geojson_of_wide_letters(path: Path) -> Path:
    """One letter beyond the basic plane makes Python hold four bytes for every other."""
    start = '{"type":"FeatureCollection","name":"\U0001f600","features":['.encode()
    feature = b'{"type":"Feature","geometry":null,"properties":{"name":"' + b"x" * 600 + b'"}},'
    path.write_bytes(start + feature * 45_000 + b"]}")
    return path


def _bundled(items: Iterable[str], each: int = 10_000) -> Iterable[str]:
    bundle: list[str] = []
    for item in items:
        bundle.append(item)
        if len(bundle) == each:
            yield "".join(bundle)
            bundle.clear()
    yield "".join(bundle)


# Maker, suffix, code of the refusal.
ALL: tuple[tuple[Callable[[Path], Path], str, str], ...] = (
    (bomb_of_spaces, ".xlsx", "part-too-large"),
    (bomb_that_lies, ".xlsx", "damaged"),
    (million_rows, ".xlsx", "too-many-rows"),
    (million_blank_rows, ".xlsx", "no-header"),
    (giant_shared_strings, ".xlsx", "too-many-strings"),
    (as_many_strings_as_are_taken, ".xlsx", "no-header"),
    (one_giant_string, ".xlsx", "cell-too-long"),
    (millions_of_styles, ".xlsx", "too-many-styles"),
    (merges_over_everything, ".xlsx", "too-many-merges"),
    (giant_attribute, ".xlsx", "token-too-long"),
    (giant_comment, ".xlsx", "token-too-long"),
    (deep_nesting, ".xlsx", "too-complex"),
    (wide_rows, ".xlsx", "too-many-columns"),
    (billion_laughs, ".xlsx", "xml-document-type"),
    (million_entries, ".xlsx", "too-many-entries"),
    (long_csv_line, ".csv", "line-too-long"),
    (quoted_forever, ".csv", "open-quote"),
    (nested_geojson, ".geojson", "too-deep"),
    (geojson_of_empties, ".geojson", "too-many-rows"),
    (geojson_of_wide_letters, ".geojson", "not-geojson"),
)
