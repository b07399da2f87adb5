"""How much of a file is taken; what goes beyond is refused before it can fill the memory."""

from dataclasses import dataclass

MIB = 1024 * 1024
# Of the file format itself.
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


@dataclass(frozen=True, slots=True)
class Limits:
    """Ample for 50 000 places, and small enough that the reader stays far below 300 MB."""

    file_bytes: int = 32 * MIB
    # A workbook is a zip: what it may unfold to, altogether and in one part.
    unzipped_bytes: int = 192 * MIB
    part_bytes: int = 160 * MIB
    # Parts that are held as a tree: the list of sheets, relationships, content types.
    small_part_bytes: int = 2 * MIB
    ratio: int = 120
    # Below this size a part may be compressed however well.
    ratio_from_bytes: int = 1 * MIB
    entries: int = 1000
    directory_bytes: int = 1 * MIB
    sheets: int = 60
    rows: int = 50_000
    columns: int = 200
    cell_chars: int = 32_767
    strings: int = 600_000
    string_chars: int = 24_000_000
    styles: int = 65_536
    merges: int = 100_000
    # Elements of a sheet outside its cells: formats, validations, links.
    other_elements: int = 400_000
    # One tag, comment or the like, which the parser has to hold whole.
    token_bytes: int = MIB // 4
    depth: int = 40
    csv_line_chars: int = 200_000
    csv_lines_a_row: int = 200
    feature_chars: int = 100_000


USUAL = Limits()
