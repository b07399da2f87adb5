"""Routes, grouped by who may call them and how they cache; each listed once."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from maps import urls
from maps.office import urls as office
from maps.office.entrance import urls as entrance

urlpatterns: list[URLPattern | URLResolver] = [
    *urls.data,
    *urls.service,
    *urls.shared,
    *i18n_patterns(
        *urls.pages,
        *urls.forms,
        path("office/", include(entrance)),
        path("office/", office.urls),
        prefix_default_language=False,
    ),
]

handler400 = "maps.errors.bad_request"
handler403 = "maps.errors.forbidden"
handler404 = "maps.errors.not_found"
handler500 = "maps.errors.server_error"
