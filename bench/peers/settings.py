"""The smallest Django project that serves bench_place, for the peers."""

import os
from pathlib import Path

import pyogrio
import shapely

_SITE = Path(pyogrio.__file__).resolve().parent.parent
GDAL_LIBRARY_PATH = str(next((_SITE / "pyogrio.libs").glob("libgdal*.so*")))
GEOS_LIBRARY_PATH = str(
    next((Path(shapely.__file__).resolve().parent.parent / "shapely.libs").glob("libgeos_c*.so*"))
)
SECRET_KEY = "bench-only"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "bench.peers.urls"
INSTALLED_APPS = ["django.contrib.gis", "rest_framework", "rest_framework_gis", "bench.peers"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
]
DATABASES = {
    "default": {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "NAME": os.environ["BENCH_DATABASE"],
        "USER": "linggong",
        "HOST": os.environ["BENCH_SOCKET"],
        "PORT": "5432",
        "CONN_MAX_AGE": None,
    }
}
REST_FRAMEWORK = {"UNAUTHENTICATED_USER": None, "DEFAULT_AUTHENTICATION_CLASSES": []}
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
USE_TZ = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
