"""Small publications made from records, for tests that need no database.

snapshot = sample(tmp_path)          # twelve places in Zaozhuang, see `PLACES`
with publication.use(snapshot): ...
"""

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from directory.hours import Calendar
from directory.monitoring.withholding import ByTrade, Day, Month, told
from directory.publication import Contents, Snapshot, write
from directory.records import (
    AreaRecord,
    ConfirmedRecord,
    ContactRecord,
    EventRecord,
    LinkRecord,
    PeakRecord,
    PlaceRecord,
    StatusRecord,
    TagRecord,
    TradeAt,
    TradeRecord,
    ZoneRecord,
)

BUILT_AT = dt.datetime(2026, 11, 20, 3, 0, tzinfo=ZoneInfo("Asia/Shanghai"))

TRADES = (
    TradeRecord("bricklayer", "瓦工", "Bricklayer", ("瓦匠", "砌墙"), "wagong", "wg", "bricklayer"),
    TradeRecord("carpenter", "木工", "Carpenter", ("木匠",), "mugong", "mg", "carpenter"),
    TradeRecord(
        "labourer", "力工", "Labourer", ("小工", "壮工", "杂工"), "ligong", "lg", "labourer"
    ),
    TradeRecord("cleaner", "保洁", "Cleaner", ("擦玻璃",), "baojie", "bj", "cleaner"),
    TradeRecord("welder", "电焊工", "Welder", ("焊工",), "dianhangong", "dhg", "welder"),
)
SERVICES = (
    TagRecord("quick-hire", "即时快招", "Hiring on the spot"),
    TagRecord("policy", "政策咨询", "Advice on policy"),
)
FACILITIES = (
    TagRecord("shelter", "遮雨棚", "Shelter"),
    TagRecord("hot-water", "热水", "Hot water"),
    TagRecord("toilet", "厕所", "Toilet"),
)
CALENDAR = Calendar(
    holidays=frozenset({dt.date(2026, 1, 1), *(dt.date(2026, 10, day) for day in range(1, 8))}),
    workdays=frozenset({dt.date(2026, 10, 10)}),
    years=frozenset({2025, 2026}),
)
COUNTIES = {
    "370402": ("市中区", "shizhongqu", "szq", 117.557, 34.865),
    "370403": ("薛城区", "xuechengqu", "xcq", 117.263, 34.795),
    "370404": ("峄城区", "yichengqu", "ycq", 117.590, 34.773),
    "370405": ("台儿庄区", "taierzhuangqu", "tezq", 117.734, 34.563),
    "370406": ("山亭区", "shantingqu", "stq", 117.461, 35.099),
    "370481": ("滕州市", "tengzhoushi", "tzs", 117.162, 35.088),
}
AREAS = (
    AreaRecord("370000", "山东省", "province", "", "shandongsheng", "sds", 118.5, 36.3),
    AreaRecord("370400", "枣庄市", "city", "370000", "zaozhuangshi", "zzs", 117.32, 34.81),
    *(
        AreaRecord(code, name, "county", "370400", pinyin, initials, lon, lat, source="测试")
        for code, (name, pinyin, initials, lon, lat) in COUNTIES.items()
    ),
    AreaRecord(
        "370405-malantunzhen",
        "马兰屯镇",
        "town",
        "370405",
        "malantunzhen",
        "mltz",
        117.655,
        34.573,
        1500,
        "测试",
    ),
    AreaRecord("370403-taozhuangzhen", "陶庄镇", "town", "370403", "taozhuangzhen", "tzz"),
)


def place(id: str = "t001", **changes: Any) -> PlaceRecord:
    """A place of 薛城区 with before-dawn hours; any field can be given."""
    region = changes.pop("region", "370403")
    fields: dict[str, Any] = {
        "id": id,
        "name": f"测试市场{id}",
        "nature": "public",
        "form": "hall",
        "region": region,
        "region_names": ("山东省", "枣庄市", COUNTIES.get(region, ("薛城区",))[0]),
        "address": "测试路 1 号",
        "lon": 117.263,
        "lat": 34.795,
        "accuracy_m": 20,
        "office": "枣庄市公共就业和人才服务中心",
        "hours": "Mo-Su 04:30-09:00",
        "free": True,
        "hotline": "12333",
        "complaint_line": "0632-5550100",
        "demo": True,
    }
    return PlaceRecord(**fields | changes)


PLACES = (
    place(
        "hall1",
        name="薛城零工市场",
        aliases=("临山零工市场",),
        town="临城街道",
        trades=(TradeAt("bricklayer", True, "东侧"), TradeAt("labourer"), TradeAt("carpenter")),
        peaks=(PeakRecord("04:30", "06:30", "05:30"),),
        services=("quick-hire", "policy"),
        facilities=("shelter", "hot-water", "toilet"),
        contacts=(ContactRecord("服务台", "0632-5550101"),),
        confirmed=(ConfirmedRecord("hours", dt.date(2026, 11, 2), "薛城区零工服务办公室"),),
        links=(LinkRecord("kerb1", "燕山路口聚集点", "kerb", 302),),
        van_bay="北门外 10 个车位，即停即走",
    ),
    place(
        "kerb1",
        name="燕山路口聚集点",
        nature="spontaneous",
        form="kerb",
        lon=117.2663,
        lat=34.795,
        hours="Mo-Su 03:30-07:00",
        free=None,
        trades=(TradeAt("bricklayer", True), TradeAt("labourer", True)),
        links=(LinkRecord("hall1", "薛城零工市场", "hall", 302),),
    ),
    place(
        "nohrs1",
        name="陶庄零工驿站",
        form="station",
        town="陶庄镇",
        lon=117.31,
        lat=34.83,
        hours="",
        hours_note="",
        trades=(TradeAt("labourer"),),
        contacts=(ContactRecord("驿站", "0632-5550103"),),
    ),
    place(
        "after1",
        name="薛城夜班零工点",
        form="station",
        lon=117.255,
        lat=34.80,
        hours="Mo-Su 05:00-08:00,15:00-19:00",
        trades=(TradeAt("welder"), TradeAt("labourer")),
    ),
    place(
        "night1",
        name="高铁站通宵聚集点",
        nature="spontaneous",
        form="kerb",
        lon=117.24,
        lat=34.78,
        hours="Mo-Su 22:00-02:00",
        trades=(TradeAt("labourer"),),
    ),
    place(
        "old01",
        name="老城零工市场",
        region="370402",
        lon=117.555,
        lat=34.862,
        trades=(TradeAt("bricklayer"), TradeAt("cleaner")),
        statuses=(
            StatusRecord("moved", dt.date(2026, 11, 10), successor="new01", note="原址拆迁"),
        ),
    ),
    place(
        "new01",
        name="市中零工市场",
        region="370402",
        lon=117.565,
        lat=34.868,
        trades=(TradeAt("bricklayer", True), TradeAt("cleaner", True)),
        predecessors=("old01",),
    ),
    place(
        "shut1",
        name="台儿庄汽车站聚集点",
        nature="spontaneous",
        form="kerb",
        region="370405",
        lon=117.733,
        lat=34.562,
        statuses=(StatusRecord("closed", dt.date(2026, 9, 1), note="路口封闭"),),
    ),
    place(
        "paus1",
        name="台儿庄零工市场",
        region="370405",
        lon=117.736,
        lat=34.565,
        trades=(TradeAt("bricklayer"), TradeAt("cleaner")),
        statuses=(
            StatusRecord("suspended", dt.date(2026, 11, 15), dt.date(2026, 12, 1), note="修缮"),
        ),
    ),
    place(
        "phday1",
        name="马兰屯零工驿站",
        form="station",
        region="370405",
        town="马兰屯镇",
        lon=117.655,
        lat=34.573,
        hours="Mo-Su 05:00-10:00; PH off",
        trades=(TradeAt("labourer"),),
    ),
    place(
        "zones1",
        name="滕州综合零工市场",
        nature="commercial",
        region="370481",
        lon=117.165,
        lat=35.085,
        hours="",
        free=False,
        trades=(TradeAt("carpenter", True, "木工区"), TradeAt("cleaner", False, "家政区")),
        zones=(
            ZoneRecord("木工区", "Mo-Su 05:00-08:00"),
            ZoneRecord("家政区", "Mo-Fr 08:00-17:00"),
        ),
    ),
    place(
        "allday",
        name="山亭零工市场",
        region="370406",
        lon=117.46,
        lat=35.10,
        hours="24/7",
        trades=(TradeAt("labourer"), TradeAt("welder")),
    ),
)
EVENTS = (
    EventRecord(
        "van01",
        "van",
        "招工大篷车进陶庄",
        "370403",
        "陶庄镇文化广场",
        117.31,
        34.83,
        dt.datetime(2026, 11, 25, 8, 0),
        dt.datetime(2026, 11, 25, 11, 0),
        "薛城区零工服务办公室",
        trades=("labourer",),
        phone="0632-5550120",
        demo=True,
    ),
    EventRecord(
        "fair1",
        "fair",
        "市中零工专场招聘会",
        "370402",
        "市中零工市场院内",
        117.565,
        34.868,
        dt.datetime(2026, 11, 28, 8, 30),
        dt.datetime(2026, 11, 28, 11, 30),
        "市中区零工服务办公室",
        market="new01",
        demo=True,
    ),
)
OUTLINES = {
    "370400": (
        b'{"type":"FeatureCollection","features":[{"type":"Feature","id":"370403",'
        b'"properties":{"name":"\xe8\x96\x9b\xe5\x9f\x8e\xe5\x8c\xba"},"geometry":{"type":"Polygon",'
        b'"coordinates":[[[117.1,34.7],[117.4,34.7],[117.4,34.95],[117.1,34.95],[117.1,34.7]]]}}]}'
    )
}


def contents(places: Iterable[PlaceRecord] = PLACES, **changes: Any) -> Contents:
    fields: dict[str, Any] = {
        "number": 7,
        "built_at": BUILT_AT,
        "places": places,
        "events": EVENTS,
        "trades": TRADES,
        "services": SERVICES,
        "facilities": FACILITIES,
        "areas": AREAS,
        "calendar": CALENDAR,
        "outlines": OUTLINES,
        "pulse": _pulse(),
    }
    return Contents(**fields | changes)


def _pulse() -> dict[str, bytes]:
    """Of October: on four days of five 42 came to two places; on the fourth too few to tell."""
    days: list[Day | None] = [None if at % 5 == 4 else Day(42, 2, 30, 2) for at in range(31)]
    days[3] = Day(3, 1, 30, 2)
    trades = {
        "bricklayer": ByTrade(800, 400),
        "carpenter": ByTrade(3, 55),
        "cleaner": ByTrade(2, 0),
    }
    said = {"2026-10": {"am": told(Month(tuple(days), trades, demo=True), 5).to_json()}}
    return dict.fromkeys(("000000", "370000", "370400", "370403"), json.dumps(said).encode())


def sample(folder: Path, places: Iterable[PlaceRecord] = PLACES, **changes: Any) -> Snapshot:
    """A snapshot written below `folder`: the twelve places, or those given."""
    made = contents(places, **changes)
    target = folder / f"publication-{made.number}"
    write(made, target)
    return Snapshot.open(target)
