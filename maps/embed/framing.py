"""The one exception from "in no frame": what may stand in a frame of any site, and what it may do.

Everything else of the policy stays as strict as everywhere. Nothing in a frame sets or reads a
cookie, so there is nothing that a site around it could have clicked on somebody's behalf.
"""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from maps import errors
from maps.embed import asking

View = Callable[..., HttpResponseBase]


def embeddable(view: View) -> View:
    """Let any site frame what this view answers, its refusals too, in the frame's own language."""

    @functools.wraps(view)
    def framed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        vars(request)[errors.FRAMED] = True
        with translation.override(asking.LANGUAGES.get(request.GET.get("lang", ""), "zh-hans")):
            response: Any = view(request, *args, **kwargs)
        response.xframe_options_exempt = True
        response._csp_replace = {"frame-ancestors": ["*"]}
        return response  # type: ignore[no-any-return]

    return framed


def shows_frames(view: View) -> View:
    """Let this page show frames of our own, and of nobody else."""

    @functools.wraps(view)
    def framing(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: Any = view(request, *args, **kwargs)
        response._csp_update = {"frame-src": ["'self'"]}
        return response  # type: ignore[no-any-return]

    return framing
