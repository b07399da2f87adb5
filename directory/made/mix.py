"""What made places are mixed from: words, hours and frequencies. Pure; modelled, not surveyed."""

from itertools import product

from directory.hours import normalise

ROADS = (
    "人民路", "解放路", "建设路", "文化路", "中山路", "振兴路", "和平路", "新华路", "迎宾路",
    "工业路", "站前路", "滨河路", "光明路", "胜利路", "团结路", "育才路", "兴业路", "长江路",
    "黄河路", "泰山路", "朝阳路", "富民路", "环城路", "学府路",
)  # fmt: skip

# (form, nature, share, names that follow the road)
KINDS = (
    ("kerb", "spontaneous", 0.36, ("路口零工聚集点", "桥头零工聚集点", "建材市场外零工点")),
    ("kerb", "commercial", 0.10, ("建材城零工点", "批发市场装卸零工点")),
    ("station", "public", 0.28, ("零工驿站", "社区零工服务站")),
    ("station", "commercial", 0.12, ("劳务服务站", "家政服务部")),
    ("hall", "public", 0.09, ("零工市场",)),
    ("hall", "commercial", 0.05, ("劳务市场", "人力市场")),
)


def _dawn() -> list[str]:
    starts, ends = (
        ("04:30", "05:00", "04:40", "05:30", "04:00"),
        ("07:30", "08:00", "08:30", "09:00"),
    )
    single = [f"{a}-{b}" for a, b in product(starts, ends)]
    twice = [f"{span},{late}" for span, late in product(single, ("17:00-19:00", "16:30-18:30"))]
    seasons = [f"Nov-Mar 05:30-{b}; Apr-Oct {a}-{b}" for a, b in product(starts, ends)]
    weekend = [f"Mo-Fr {a}-{b}; Sa,Su 06:00-{b}" for a, b in product(starts, ends)]
    early = ["02:30-06:30", "03:00-07:00", "03:30-07:30", "19:00-02:00", "17:00-19:00"]
    return [*single, *twice, *seasons, *weekend, *early]


def _offices() -> list[str]:
    days = ("Mo-Fr", "Mo-Sa", "Mo-Su")
    starts, ends = ("05:30", "06:00", "07:30", "08:00", "08:30"), ("17:00", "17:30", "18:00")
    plain = [f"{d} {a}-{b}" for d, a, b in product(days, starts, ends)]
    shut = [f"{d} {a}-{b}; PH off" for d, a, b in product(days, starts, ends)]
    lunch = [f"{d} {a}-12:00,14:00-{b}; PH off" for d, a, b in product(days, starts, ends)]
    saturday = [f"Mo-Fr {a}-{b}; Sa {a}-12:00; PH off" for a, b in product(starts, ends)]
    return [*plain, *shut, *lunch, *saturday]


def _halls() -> list[str]:
    starts, ends = ("04:30", "05:00", "05:30", "06:00"), ("11:00", "12:00", "17:00", "17:30")
    plain = [f"{a}-{b}" for a, b in product(starts, ends)]
    seasons = [f"Nov-Mar 05:30-{b}; Apr-Oct {a}-{b}" for a, b in product(starts, ends)]
    holidays = [f"{a}-{b}; PH 06:00-10:00" for a, b in product(starts, ends)]
    return [*plain, *seasons, *holidays, "24/7"]


# Canonical patterns by form, the first of each the most frequent: about 280 in all.
HOURS = {
    form: tuple(dict.fromkeys(normalise(text) for text in texts))
    for form, texts in (("kerb", _dawn()), ("station", _offices()), ("hall", _halls()))
}

# From the most to the least wanted; the last ones are rare on purpose (about 1 % of places).
TRADES_BY_DEMAND = (
    "labourer", "bricklayer", "mover", "cleaner", "carpenter", "factory", "painter",
    "plumber-electrician", "domestic", "farm", "welder", "rebar", "cook", "guard", "demolition",
    "waiter", "parcel-sorter", "driver", "scaffolder", "packer", "gardener", "dishwasher",
    "repair", "waterproofer", "carer", "sewer", "machine-operator", "promoter", "food-courier",
    "maternity-nanny", "other",
)  # fmt: skip

UNKNOWN_HOURS = 0.08
CLOSED, SUSPENDED, MOVED = 0.03, 0.015, 0.01
PUBLISHED, WITHHELD = 0.86, 0.05
DATUMS = (("wgs84", 0.6), ("gcj02", 0.3), ("bd09", 0.1))


def zipf(count: int, exponent: float = 1.0) -> list[float]:
    """Shares of `count` ranks, falling as rank to the power of -`exponent`; they add up to 1."""
    raw = [1 / rank**exponent for rank in range(1, count + 1)]
    return [share / sum(raw) for share in raw]
