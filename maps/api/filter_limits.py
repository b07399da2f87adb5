"""How large a filter may be, looked at before any parser sees it.

Parsers of nested text call themselves; some thousand brackets end the process, and no exception
says so. What passes here has at most `DEPTH` open brackets and `TERMS` words, numbers and signs.
"""

import json
import re
from typing import Any

from django.utils.translation import gettext as _

from maps.readers import BadParameter

TEXT_MAX = 8000
DEPTH = 24
TERMS = 1000
# Each of these may open something without a bracket.
PREFIXES = 50

_TOKEN = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[\w.:]+|[^\s\w]", re.DOTALL)
_PREFIX = re.compile(r"(?:not|[-+])\Z", re.IGNORECASE)
_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\w.+-]+|[^\s\w]', re.DOTALL)


def check_text(text: str) -> None:
    """CQL2 text; raises BadParameter naming the limit that is passed."""
    _check_length(text)
    _check(_TOKEN.findall(text), "(", ")", text)


def check_json(text: str) -> Any:
    """CQL2 JSON, parsed; raises BadParameter.

    Only an object or a truth value: a text within the JSON would be read as CQL2 text by the
    parser, its brackets uncounted.
    """
    _check_length(text)
    _check(_JSON_TOKEN.findall(text), "[{", "]}", text)
    try:
        given = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BadParameter("filter", text, _("CQL2 JSON"), _("filter 不是有效的 JSON。")) from error
    if not isinstance(given, dict | bool):
        raise BadParameter("filter", text, _("CQL2 JSON"), _("filter 不是有效的 JSON。"))
    return given


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _check_length(text: str) -> None:
    if not text.strip():
        raise BadParameter("filter", text, _("CQL2 条件，例如 nature='public'"))
    if len(text) > TEXT_MAX:
        raise BadParameter(
            "filter", text, _("不超过 %(most)d 个字") % {"most": TEXT_MAX}, _("filter 太长了。")
        )


def _check(tokens: list[str], opening: str, closing: str, text: str) -> None:
    if len(tokens) > TERMS:
        raise BadParameter(
            "filter", text, _("不超过 %(most)d 个词和符号") % {"most": TERMS}, _("filter 太长了。")
        )
    depth = prefixes = 0
    for token in tokens:
        depth += (token in opening) - (token in closing)
        prefixes += _PREFIX.match(token) is not None
        if depth > DEPTH or prefixes > PREFIXES:
            raise BadParameter(
                "filter",
                text,
                _("括号最多 %(depth)d 层，NOT 和负号最多 %(signs)d 个")
                % {"depth": DEPTH, "signs": PREFIXES},
                _("filter 嵌套太深。"),
            )
