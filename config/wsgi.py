"""The WSGI application that a server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# Reads settings and models, so not before Django is set up.
from directory.publication import watch  # noqa: E402

# Open the publication and listen for the next before the first reader asks.
watch.start()
