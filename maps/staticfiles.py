"""Static files under names that carry their digest, ready compressed, never changed in place."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import zopfli.gzip
from django.core.files.base import ContentFile
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

from maps.lean import without_comments

_IMPORT = re.compile(r'^@import url\("([\w.-]+\.css)"\);\n', re.MULTILINE)


# What readers' pages load. Zopfli and brotli take a hundred times as long as gzip, and the frame of
# the officials' pages is twenty times as large as this.
_PUBLIC = {"maps", "vendor"}


class ZopfliCompressor(Compressor):
    """Plain gzip to every browser and some 4 % smaller; a second more, once, at set-up.

    `root` is the folder into which files are collected.
    """

    def __init__(self, root: str, **options: Any) -> None:
        super().__init__(**options)
        self._root = root
        self._quick = Compressor(**options | {"use_brotli": False})

    def compress(self, path: str) -> list[str]:
        public = Path(path).relative_to(self._root).parts[0] in _PUBLIC
        written: list[str] = super().compress(path) if public else self._quick.compress(path)
        return written

    @staticmethod
    def compress_gzip(data: bytes) -> bytes:
        compressed: bytes = zopfli.gzip.compress(data)
        return compressed


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashes, gzips and brotlis; rewrites imports between our own ES modules.

    A style sheet that only imports its neighbours is sent as one file: on a bad network nine
    small requests cost more than one, and the sources stay one file a component.
    """

    support_js_module_import_aggregation = True

    def create_compressor(self, **options: Any) -> Compressor:
        return ZopfliCompressor(self.location, **options)

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str, bool]]:
        if not dry_run:
            for name in list(paths):
                if name.endswith(".css"):
                    self._inline_imports(name, paths)
                elif name.startswith("maps/js/") and name.endswith(".js"):
                    self._replace(name, without_comments(self._source(name, paths)), paths)
        yield from super().post_process(paths, dry_run, **options)

    def _inline_imports(self, name: str, paths: dict[str, Any]) -> None:
        text = self._source(name, paths)
        if not _IMPORT.search(text):
            return
        folder = PurePosixPath(name).parent
        joined = _IMPORT.sub(lambda found: self._source(str(folder / found[1]), paths), text)
        self._replace(name, joined, paths)

    def _replace(self, name: str, text: str, paths: dict[str, Any]) -> None:
        self.delete(name)
        self.save(name, ContentFile(text.encode()))
        paths[name] = (self, name)

    def _source(self, name: str, paths: dict[str, Any]) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            return str(file.read().decode())
