"""The words of the ledger changed one by one: their names, synonyms, order, and whether in use."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from directory import access
from directory.errors import EntryErrors
from directory.history import attribute
from directory.kinds import Action, Kind
from directory.models import Facility, Official, ServiceTag, Trade
from directory.people import clean
from directory.publication import requests
from geo.pinyin import aloud

Term = Trade | ServiceTag | Facility
MOST_SYNONYMS, MOST_LETTERS = 30, 40


@transaction.atomic
def change_term(official: Official, term: Term, **values: Any) -> Term:
    """`values`: name, name_en, position, for a trade also synonyms, icon, active.

    Pinyin follows the name. EntryErrors for a word that stands for another trade already.
    """
    if not access.may_on(official, Action.CHANGE, term):
        access.require(official, Action.CHANGE, Kind.VOCABULARY, "")
    held: Any = type(term)._default_manager.select_for_update().get(pk=term.pk)
    for field, value in values.items():
        setattr(held, field, value)
    if isinstance(held, Trade):
        held.pinyin, held.initials = aloud(held.name)
        _check_words(held)
    clean(held)
    attribute(official, "vocabulary.change")
    held.save()
    requests.request()
    return held  # type: ignore[no-any-return]


def split_words(text: str) -> list[str]:
    """Synonyms as they are typed: apart by 、 or a comma, each once, in their order."""
    apart = text.replace("，", "、").replace(",", "、").split("、")
    return list(dict.fromkeys(word.strip() for word in apart if word.strip()))


def _check_words(trade: Trade) -> None:
    words: Sequence[str] = trade.synonyms
    if len(words) > MOST_SYNONYMS or any(len(word) > MOST_LETTERS for word in words):
        said = _("同义词最多 %(count)d 个，每个最多 %(letters)d 个字") % {
            "count": MOST_SYNONYMS,
            "letters": MOST_LETTERS,
        }
        raise EntryErrors({"synonyms": [said]})
    taken: dict[str, str] = {}
    for other in Trade.objects.exclude(pk=trade.pk):
        taken |= dict.fromkeys((other.code, other.name, *other.synonyms), other.name)
    for field, each in (("name", [trade.name]), ("synonyms", words)):
        for word in each:
            if word in taken:
                said = _("“%(word)s”已经指“%(trade)s”") % {"word": word, "trade": taken[word]}
                raise EntryErrors({field: [said]})
