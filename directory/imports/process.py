"""Starting the reading process, hearing what it says, and ending it in time."""

import json
import logging
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from directory.imports.asking import Question

log = logging.getLogger(__name__)

HOME = Path(__file__).resolve().parent.parent.parent
# Measured: a workbook of 20 000 rows takes 49 MB of memory and 104 MB of data segment.
MEMORY_BYTES = 280 * 1024 * 1024
CPU_SECONDS, WALL_SECONDS = 120, 180
SLOW = "读取这个文件花的时间太长，已停止。请分几个文件上传。"
BROKEN = (
    "读取这个文件时程序中止了：内容过大或已损坏。请用 Excel 打开另存后再上传，或分几个文件上传。"
)


class Refused(Exception):
    """The file is refused as a whole; `str` says why, in Chinese."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def messages(question: Question) -> Iterator[dict[str, Any]]:
    """`head`, `row`s, `end` as reading.py tells them; `Refused` where the file is not taken."""
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            [sys.executable, "-m", "directory.imports.reading"],
            cwd=HOME,
            env={"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        timer = threading.Timer(WALL_SECONDS, child.kill)
        timer.start()
        try:
            yield from _heard(child, question)
        finally:
            timer.cancel()
            child.kill()
            child.wait()
            if child.stdout is not None:
                child.stdout.close()
            errors.seek(0)
            said = errors.read(4000).decode(errors="replace").strip()
            if said:
                log.warning("the reading process said: %s", said)


def _heard(child: "subprocess.Popen[bytes]", question: Question) -> Iterator[dict[str, Any]]:
    if child.stdin is None or child.stdout is None:
        raise RuntimeError("the reading process has no pipes")
    child.stdin.write(json.dumps(asdict(question), ensure_ascii=False).encode() + b"\n")
    child.stdin.close()
    for line in child.stdout:
        message = json.loads(line)
        if message["is"] == "refused":
            raise Refused(message["code"], message["message"])
        yield message
        if message["is"] == "end" or message.get("needs"):
            return
    raise Refused("ended", SLOW if child.wait() == -signal.SIGKILL else BROKEN)
