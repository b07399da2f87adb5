"""The WSGI application that a server loads: limits, the lean lane, and Django behind them."""

from django.core.wsgi import get_wsgi_application

from config import defaults

defaults.of_web()

_django = get_wsgi_application()

# These read settings and models, so not before Django is set up.
from django.conf import settings  # noqa: E402

from config import cores  # noqa: E402
from directory.publication import watch  # noqa: E402
from maps.readpath.door import Door  # noqa: E402

application = Door(_django)
cores.settle(settings.VAR_DIR / "cores", settings.WEB_PROCESSES)
# Open the publication and listen for the next before the first reader asks.
watch.start()
