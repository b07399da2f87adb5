"""The peer as documented: `startproject`'s settings with GeoDjango, DRF and drf-gis added.

Otherwise than there: DEBUG is off, as for any site that is up, and times are local, as in the data.
"""

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
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "rest_framework",
    "rest_framework_gis",
    "bench.peers",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "NAME": os.environ["BENCH_DATABASE"],
        "USER": "linggong",
        "HOST": os.environ["BENCH_SOCKET"],
        "PORT": "5432",
    }
}
STATIC_URL = "static/"
USE_TZ = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
