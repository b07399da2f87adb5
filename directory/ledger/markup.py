"""XML as a stream of events in constant memory; document types and entities are refused."""

from collections.abc import Callable, Iterator
from typing import IO, NoReturn
from xml.parsers import expat

from directory.ledger.errors import LedgerFileError
from directory.ledger.limits import Limits

_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_CHUNK = 64 * 1024

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def damaged(part: str, detail: str) -> LedgerFileError:
    return LedgerFileError(
        "damaged",
        f"文件已损坏，读不出 {part}（{detail}）",
        "请用 Excel 或 WPS 打开后另存一份再上传",
    )


def _refuse_document_type(*_: object) -> NoReturn:
    raise LedgerFileError(
        "xml-document-type",
        "文件里有 XML 文档类型或实体声明，正常的表格没有，可能是攻击",
        "请用 Excel 或 WPS 新建表格，把内容粘贴过去再上传",
    )


def local_names(*tags: str) -> dict[str, str]:
    """Names as the parser gives them → tags, in both dialects of the format."""
    return {f"{space}}}{tag}": tag for space in _MAIN for tag in tags}


def stream(
    source: IO[bytes], part: str, limits: Limits, start: Start, end: End, text: Text
) -> Iterator[None]:
    """Feeds the part to the handlers and yields after every 64 KB of it."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.EntityDeclHandler = _refuse_document_type
    fed = 0
    try:
        while chunk := source.read(_CHUNK):
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed > limits.part_bytes:
                raise LedgerFileError("part-too-large", f"文件里的 {part} 解压后过大")
            if fed - parser.CurrentByteIndex > limits.token_bytes:
                raise LedgerFileError("token-too-long", f"文件里的 {part} 有一个标记过长")
            yield
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise damaged(part, f"第 {error.lineno} 行") from error
    yield
