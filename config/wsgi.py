"""The WSGI application that a server loads."""

import os

from django.core.wsgi import get_wsgi_application

from directory.publication import watch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
# Open the publication and listen for the next before the first reader asks.
watch.start()
