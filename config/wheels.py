"""Where the GDAL and GEOS that come inside the pyogrio and shapely wheels lie.

Debian 12 ships GDAL 3.6, for which Django raises the security warning gis.W001; the wheels carry
3.12 and GEOS 3.14, the same on every machine, and nothing has to be installed for them.
"""

import glob
import importlib.util
import os
from pathlib import Path


def _site_packages(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"{package} is not installed; run `make install`")
    return Path(spec.origin).parent.parent


def _only(pattern: str) -> str:
    found = sorted(glob.glob(pattern))
    if not found:
        raise RuntimeError(f"no library matches {pattern}; reinstall the wheel it comes in")
    return found[0]


def gdal_library() -> str:
    """Path of libgdal in the pyogrio wheel; sets GDAL_DATA and PROJ_DATA where they are unset."""
    packages = _site_packages("pyogrio")
    os.environ.setdefault("GDAL_DATA", str(packages / "pyogrio" / "gdal_data"))
    os.environ.setdefault("PROJ_DATA", str(packages / "pyogrio" / "proj_data"))
    return _only(str(packages / "pyogrio.libs" / "libgdal-*.so*"))


def geos_library() -> str:
    """Path of libgeos_c in the shapely wheel."""
    return _only(str(_site_packages("shapely") / "shapely.libs" / "libgeos_c-*.so*"))
