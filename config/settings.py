"""Settings, read from the environment; every variable is described in docs/settings.md."""

from pathlib import Path
from typing import Any

import environ
from django.templatetags.static import static

from config.signing_in import *  # noqa: F403
from config.wheels import gdal_library, geos_library

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
PUBLIC_BASE_URL = env.str("PUBLIC_BASE_URL", default="").rstrip("/")

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))

GDAL_LIBRARY_PATH = gdal_library()
GEOS_LIBRARY_PATH = geos_library()

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.gis",
    "procrastinate.contrib.django",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "rest_framework",
    "rest_framework_gis",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "geo",
    "directory",
    "planning",
    "maps",
]

# A reader is served from the publication alone, so nothing here opens a session or a database for
# any page but the officials'.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Outermost, so that every answer has them, those of the other middleware too.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "maps.compression.Compression",
    "django.middleware.http.ConditionalGetMiddleware",
    "maps.languages.LanguageOfAddress",
    "django.middleware.common.CommonMiddleware",
    "maps.office.middleware.OfficeFrame",
    "maps.office.middleware.OfficeSessions",
    "django.middleware.csrf.CsrfViewMiddleware",
    "maps.office.middleware.OfficeAuthentication",
    "maps.office.middleware.OfficeSessionAge",
    "maps.office.middleware.OfficeMessages",
    # These two open neither session nor database by themselves.
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "maps.context.site",
            ],
        },
    }
]

DATABASES = {"default": env.db_url("DATABASE_URL", engine="django.contrib.gis.db.backends.postgis")}
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", 3)
# Compiling the query of a list with its many parts took 4 s, running it 0.1 s.
DATABASES["default"]["OPTIONS"].setdefault("options", "-c jit=off")
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
# Web processes have more threads than the database has connections to spare: they share a few.
DATABASE_POOL = env.int("DATABASE_POOL", default=0)
if DATABASE_POOL:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    pool = {"min_size": 0, "max_size": DATABASE_POOL, "timeout": 5}
    DATABASES["default"]["OPTIONS"]["pool"] = pool
AUTH_USER_MODEL = "directory.Official"
# As whom web and worker reach the database; made and granted by `grant_app_role`.
APP_DATABASE_ROLE = env.str("APP_DATABASE_ROLE", default="linggong_app")
APP_DATABASE_PASSWORD = env.str("APP_DATABASE_PASSWORD", default="")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# `vendor` is filled from npm at set-up; it is not in the repository.
VENDOR_DIR = BASE_DIR / "static" / "vendor"
STATICFILES_DIRS = [("vendor", VENDOR_DIR)] if VENDOR_DIR.is_dir() else []

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "maps.staticfiles.HashedStaticFilesStorage"},
    # Publications: any Django storage that every web machine can reach.
    "publications": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(VAR_DIR / "publications")},
    },
    # The files of each publication that anybody may take, and the index of them.
    "opendata": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(VAR_DIR / "opendata")},
    },
    # Uploaded workbooks and exports: read by web and worker, served to nobody as files.
    "imports": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": str(VAR_DIR / "imports"),
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}
PROCRASTINATE_IMPORT_PATHS = [
    "directory.imports.tasks",
    "directory.opendata.tasks",
    "directory.monitoring.tasks",
    "directory.returns.tasks",
]
# A form of the officials; a file in it is limited by itself (directory/imports/files.py).
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 1
# Where a process keeps the verified, unpacked copy that it maps into memory.
PUBLICATION_CACHE = VAR_DIR / "publication-cache"
PUBLICATION_POLL_SECONDS = env.float("PUBLICATION_POLL_SECONDS", default=2.0)
PUBLICATIONS_KEPT = env.int("PUBLICATIONS_KEPT", default=30)
# Road networks that `load_roads` has built; one of them is in use.
ROADS_DIR = VAR_DIR / "roads"
# Of how many publications the open-data files stay, besides the last of every month.
OPENDATA_KEPT = env.int("OPENDATA_KEPT", default=30)

# The public read path, see docs/decisions/read-path.md. Whole answers kept ready at the end.
# What one address may ask of each web process, in requests a second, after a burst.
RATE_PAGES = env.float("RATE_PAGES", default=200.0)
RATE_API = env.float("RATE_API", default=50.0)
RATE_BURST_SECONDS = env.float("RATE_BURST_SECONDS", default=10.0)
# How many requests may wait for Django in each web process, and for how long.
WAITING_MOST = env.int("WAITING_MOST", default=48)
WAITING_SECONDS = env.float("WAITING_SECONDS", default=1.0)
# As the server is told; 0 where it is told in another way.
WEB_PROCESSES = env.int("GRANIAN_WORKERS", default=0)
KEPT_ANSWERS_BYTES = env.int("KEPT_ANSWERS_MB", default=64) * 1_000_000

# What people leave of themselves with a report; the first key encrypts, the others still read.
PERSONAL_DATA_KEYS = env.list("PERSONAL_DATA_KEYS", default=[])
REPORT_CONTACT_DAYS = env.int("REPORT_CONTACT_DAYS", default=90)

# A count above it is asked about before it is taken.
COUNT_ASK_ABOVE = env.int("COUNT_ASK_ABOVE", default=500)
# A smaller number is told to nobody outside, nor any other from which it could be computed.
PULSE_LEAST = env.int("PULSE_LEAST", default=5)

# Whether searches that found nothing open nearby are counted, by cell, month and hour.
UNMET_SEARCHES = env.bool("UNMET_SEARCHES", default=True)

# What this deployment is for.
SITE_REGION = env.str("SITE_REGION", default="370400")
DEMO = env.bool("DEMO", default=False)
MAP_APPROVAL_NUMBER = env.str("MAP_APPROVAL_NUMBER", default="")
TIANDITU_KEY = env.str("TIANDITU_KEY", default="")
# Under what the published data may be used; said by pages, API and open-data files alike.
DATA_LICENCE = env.str("DATA_LICENCE", default="CC-BY-4.0")
DATA_LICENCE_URL = env.str(
    "DATA_LICENCE_URL", default="https://creativecommons.org/licenses/by/4.0/"
)
# Who answers for the site: an office, its number, its mailbox; never a person.
CONTACT_OFFICE = env.str("CONTACT_OFFICE", default="")
CONTACT_PHONE = env.str("CONTACT_PHONE", default="")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")
# How reminders go out; by default they are printed, and reach nobody.
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default=CONTACT_EMAIL or "noreply@localhost")
# A PKCS#12 file whose key signs the PDF of a return, and its password. Without it: no signature.
RETURN_SIGNING_P12 = env.str("RETURN_SIGNING_P12", default="")
RETURN_SIGNING_PASSWORD = env.str("RETURN_SIGNING_PASSWORD", default="")

UNFOLD = {
    "SITE_TITLE": "零工地图 · 台账",
    "SITE_HEADER": "零工地图 · 台账",
    "SITE_SYMBOL": "map",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda _: static("maps/icons/mark.svg")}
    ],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_LANGUAGES": False,
    "SIDEBAR": {"show_search": True, "show_all_applications": False, "navigation": []},
    "COLORS": {
        "primary": {
            "50": "#eff6ff", "100": "#dbeafe", "200": "#bfdbfe", "300": "#93c5fd",
            "400": "#60a5fa", "500": "#3b82f6", "600": "#1d4ed8", "700": "#1e40af",
            "800": "#1e3a8a", "900": "#172554", "950": "#0f172a",
        }
    },
}  # fmt: skip

# The API reads the publication alone: nobody signs in to it.
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    # The format is asked for by `f`, as OGC API has it.
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "零工地图 · Linggong Map",
    "DESCRIPTION": "The published directory of casual-labour markets (零工市场名录) as "
    "OGC API – Features. Longitude before latitude unless a system of coordinates says otherwise; "
    "what comes back is WGS-84 unless `crs` asks for another.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.0.3",
    "SERVE_PUBLIC": True,
    "ENUM_NAME_OVERRIDES": {
        "FeatureType": ["Feature"],
        "FeatureCollectionType": ["FeatureCollection"],
        "GeometryType": ["Point", "Polygon", "MultiPolygon"],
        "SchemaType": ["object"],
    },
    "SCHEMA_COERCE_PATH_PK": False,
}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not DEBUG)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=0 if DEBUG else 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_SECONDS > 0
SECURE_HSTS_PRELOAD = SECURE_HSTS_SECONDS > 0
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
CSRF_FAILURE_VIEW = "maps.errors.stale_form"
LANGUAGE_COOKIE_SECURE = not DEBUG

_TILES = ["https://*.tianditu.gov.cn"] if TIANDITU_KEY else []
CONTENT_SECURITY_POLICY = {
    # A policy governs documents and workers; on twenty static files it would only cost bytes.
    "EXCLUDE_URL_PREFIXES": (STATIC_URL,),
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", *_TILES],
        "connect-src": ["'self'", *_TILES],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    },
}

SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        # A scanner that sends foreign Host headers is answered 400 and must not fill the log.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # Lines at every start, and after every command, that say nothing.
        "procrastinate.blueprints": {"level": "WARNING"},
        "procrastinate.jobs": {"level": "WARNING"},
        "procrastinate.periodic": {"level": "WARNING"},
        # A line for each step of each page that is set.
        "weasyprint": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        # Several lines a second while the database is away; the worker says that once by itself.
        "psycopg.pool": {"level": "ERROR"},
    },
}
