"""The words of the ledger and the layouts of the provinces, as readers and writers take them."""

import functools
from pathlib import Path

from directory.access import within
from directory.ledger import Template, Terms, Vocabulary, load_templates
from directory.models import Facility, ServiceTag, Trade
from geo.models import Region

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "fixtures" / "templates"


@functools.cache
def templates() -> dict[str, Template]:
    """By province code."""
    return load_templates(TEMPLATES)


def template_path(code: str) -> Path:
    return TEMPLATES / f"{code}.json"


def template_for(region_code: str) -> str:
    """The layout of the region's province, or the first there is."""
    province = f"{region_code[:2]}0000"
    return province if province in templates() else min(templates())


def vocabulary(region_code: str) -> Vocabulary:
    """Names of regions are those of the province: 市中区 there are many, elsewhere."""
    regions = [
        (code, name, (short,))
        for code, name, short in Region.objects.live()
        .filter(level="county")
        .values_list("code", "name", "short_name")
        if within(code, f"{region_code[:2]}0000")
    ]
    named = {name for _, name, _ in regions}
    return Vocabulary(
        trades=Terms.of(Trade.objects.values_list("code", "name", "synonyms")),
        services=Terms.of((t.code, t.name, ()) for t in ServiceTag.objects.all()),
        facilities=Terms.of((t.code, t.name, ()) for t in Facility.objects.all()),
        regions=Terms.of(
            (code, name, [word for word in others if word not in named])
            for code, name, others in regions
        ),
    )
