"""What a web process loads before its first page: nothing that only files and solvers need."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.house.test_production_settings import PRODUCTION

# Loaded for the first file that needs them, or in the worker alone.
HEAVY = (
    "pandas", "geopandas", "pyogrio", "weasyprint", "folium", "numba", "highspy",
    "scipy", "openpyxl",
)  # fmt: skip
ASK = """
import json, sys
import config.wsgi
from django.urls import get_resolver
get_resolver().url_patterns
print(json.dumps([name for name in sys.argv[1:] if name in sys.modules]))
"""


def test_a_web_process_loads_neither_data_frames_nor_documents_nor_solvers(tmp_path: Path) -> None:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", ASK, *HEAVY],
        cwd=Path(__file__).resolve().parents[2],
        env=kept | PRODUCTION
        | {"VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == []
