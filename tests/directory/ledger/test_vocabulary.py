"""The vocabulary that comes with the house, and loading one."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from directory import vocabulary
from directory.models import Facility, ServiceTag, Trade
from geo.pinyin import full_pinyin, initials
from tests.factories.ledger import make_market

pytestmark = pytest.mark.django_db

# 工种 as the domain lists them, each with a word that has to lead to it.
EXPECTED = {
    "瓦工": "瓦匠", "木工": "木匠", "钢筋工": "绑钢筋", "架子工": "脚手架", "油漆工": "粉刷",
    "水电工": "电工", "电焊工": "焊工", "防水工": "补漏", "力工": "小工", "拆除工": "砸墙",
    "搬运工": "装卸", "挖掘机/叉车司机": "叉车", "货车司机": "代驾", "快递分拣": "分拣员",
    "外卖配送": "骑手", "保洁": "擦玻璃", "家政": "钟点工", "月嫂/育儿嫂": "月嫂",
    "护工/养老护理": "护工", "厨师/帮厨": "帮厨", "服务员": "传菜", "洗碗工": "洗碗",
    "普工": "流水线", "缝纫工": "缝纫", "包装工": "打包", "保安": "门卫", "促销/发单": "发单",
    "园林绿化": "铺草坪", "农活": "采摘", "疏通/维修": "疏通", "其他": "其它",
}  # fmt: skip


def test_every_trade_of_the_domain_is_there_with_its_synonyms() -> None:
    vocabulary.load()

    trades = {trade.name: trade for trade in Trade.objects.all()}
    assert set(trades) == set(EXPECTED)
    for name, synonym in EXPECTED.items():
        assert synonym in trades[name].synonyms
        assert len(trades[name].synonyms) >= 3
        assert trades[name].icon
        assert trades[name].name_en.isascii()


def test_the_pinyin_of_every_trade_is_that_of_its_name() -> None:
    vocabulary.load()

    for trade in Trade.objects.all():
        spoken = trade.name.replace("/", "")
        assert (trade.pinyin, trade.initials) == (full_pinyin(spoken), initials(spoken))


def test_the_facilities_and_services_of_the_domain_are_there() -> None:
    vocabulary.load()

    assert {
        "遮阳棚", "照明", "热水", "厕所", "桌椅", "防疫用品", "显示屏", "手机充电", "停车",
        "即停即走",
    } <= set(Facility.objects.values_list("name", flat=True))  # fmt: skip
    assert {
        "即时快招", "政策咨询", "职业培训", "劳动维权", "法律援助", "困难帮扶", "志愿服务",
    } <= set(ServiceTag.objects.values_list("name", flat=True))  # fmt: skip


def _copy_with(folder: Path, name: str, change: Any) -> Path:
    for file in (vocabulary.FIXTURES / "vocabulary").glob("*.json"):
        rows = json.loads(file.read_text(encoding="utf-8"))
        if file.name == name:
            rows = change(rows)
        (folder / file.name).write_text(json.dumps(rows), encoding="utf-8")
    return folder


def test_loading_again_updates_by_code_and_keeps_what_places_refer_to(tmp_path: Path) -> None:
    vocabulary.load()
    market = make_market(trades=("bricklayer",))
    before = Trade.objects.get(code="bricklayer").pk

    def change(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        rows[0]["name"] = "砌筑工"
        return rows[:-1]

    loaded = vocabulary.load(_copy_with(tmp_path, "trades.json", change))

    assert loaded[0].added == 0
    trade = Trade.objects.get(code="bricklayer")
    assert (trade.pk, trade.name) == (before, "砌筑工")
    assert market.market_trades.get().trade == trade
    assert not Trade.objects.get(code="other").active


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda rows: [{**rows[0], "pinyin": ""}, *rows[1:]], "第 1 条缺少 pinyin"),
        (lambda rows: [*rows, {**rows[0], "code": "again", "name": "再来"}], "同时指"),
    ],
)
def test_a_vocabulary_that_cannot_be_used_is_refused_whole(
    tmp_path: Path, change: Any, words: str
) -> None:
    folder = _copy_with(tmp_path, "trades.json", change)

    with pytest.raises(CommandError, match=words):
        call_command("load_vocabulary", "--from", str(folder))
    assert not Trade.objects.exists()
