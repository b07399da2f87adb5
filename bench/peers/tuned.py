"""The same peer as one would tune it: connections that stay, only the layers that it needs, and
what is sent packed where the client takes it."""

from bench.peers import settings
from bench.peers.settings import *  # noqa: F403

MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
]
DATABASES = {"default": settings.DATABASES["default"] | {"CONN_MAX_AGE": None}}
REST_FRAMEWORK = {
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}
