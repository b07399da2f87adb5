"""Codes and the words for them: what an office may write in a cell, and what we write back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from rapidfuzz import fuzz, process

from directory.ledger.texts import keys


@dataclass(frozen=True, slots=True)
class Terms:
    """`names`: code → the word we write. `words`: `texts.key` of any other word → code."""

    names: Mapping[str, str]
    words: Mapping[str, str]

    @classmethod
    def of(cls, entries: Iterable[tuple[str, str, Iterable[str]]]) -> Self:
        """From (code, name, other words); a word that two entries claim stands for neither."""
        names: dict[str, str] = {}
        certain: dict[str, str] = {}
        claims: dict[str, set[str]] = {}
        for code, name, others in entries:
            names[code] = name
            for word in (code, name):
                certain.update(dict.fromkeys(keys(word)[:1], code))
            for word in (name, *others):
                for each in keys(word):
                    claims.setdefault(each, set()).add(code)
        words = {each: min(codes) for each, codes in claims.items() if len(codes) == 1}
        return cls(names, words | certain)

    def code(self, text: str) -> str | None:
        return next((self.words[each] for each in keys(text) if each in self.words), None)

    def near(self, text: str, most: int = 3) -> list[str]:
        """Names of the entries whose words are most like `text`, best first."""
        wanted = next(iter(keys(text)), "")
        found = process.extract(wanted, self.words.keys(), scorer=fuzz.ratio, score_cutoff=40)
        found += [(word, 50.0, 0) for word in self.words if wanted and word in wanted]
        ordered = sorted(found, key=lambda each: -each[1])
        return list(dict.fromkeys(self.names[self.words[word]] for word, _, _ in ordered))[:most]


NATURES = Terms.of(
    [
        ("public", "公共", ("公益性", "公益", "公共零工市场", "政府举办", "公办", "公共性")),
        (
            "commercial",
            "经营性",
            ("经营", "经营性零工市场", "民营", "市场化", "企业运营", "社会化"),
        ),
        ("spontaneous", "自发形成", ("自发", "自发性", "自发零工市场", "马路市场", "自发聚集")),
    ]
)
FORMS = Terms.of(
    [
        ("hall", "零工市场（室内）", ("室内", "大厅", "室内市场", "零工市场", "场馆")),
        ("station", "零工驿站", ("驿站", "服务站点", "站点", "零工服务站")),
        ("kerb", "路边聚集点", ("路边", "马路", "聚集点", "露天", "街头", "路口")),
        ("candidate", "备选场地", ("备选", "闲置场地", "候选场地")),
    ]
)
SCOPES = Terms.of(
    [
        ("general", "综合性", ("综合", "综合性零工市场", "综合类")),
        (
            "specialised",
            "行业性/专业性",
            ("行业性", "专业性", "行业性零工市场", "专业性零工市场", "专业", "行业"),
        ),
        ("station", "服务站点", ("零工服务站点", "站点", "驿站", "零工驿站")),
    ]
)
DATUMS = Terms.of(
    [
        (
            "wgs84",
            "WGS-84",
            ("GPS", "CGCS2000", "国家2000", "2000国家大地坐标系", "大地2000", "国家大地坐标系",
             "天地图", "EPSG:4326", "EPSG:4490"),
        ),
        ("gcj02", "GCJ-02", ("火星坐标", "火星坐标系", "高德", "高德地图", "腾讯", "腾讯地图",
                             "微信", "国测局")),
        ("bd09", "BD-09", ("百度", "百度地图", "BD09LL", "百度坐标系")),
    ]
)  # fmt: skip
YES_NO = Terms.of(
    [
        ("yes", "是", ("免费", "√", "✓", "有", "y", "true", "1", "对", "全部免费")),
        ("no", "否", ("收费", "不免费", "×", "✗", "不", "n", "false", "0", "不是", "有偿")),
    ]
)
_NONE = Terms({}, {})


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that a coded cell is looked up in. `regions` are six-digit codes by name."""

    trades: Terms = _NONE
    services: Terms = _NONE
    facilities: Terms = _NONE
    regions: Terms = _NONE
    natures: Terms = field(default=NATURES)
    forms: Terms = field(default=FORMS)
    scopes: Terms = field(default=SCOPES)
    datums: Terms = field(default=DATUMS)

    @classmethod
    def from_files(cls, folder: Path, regions: Mapping[str, str] | None = None) -> Self:
        """From the JSON files that the ledger's vocabularies are loaded from, and code → name."""
        trades, services, facilities = (
            Terms.of((each["code"], each["name"], each.get("synonyms", ())) for each in entries)
            for entries in (_entries(folder / f"{name}.json") for name in _FILES)
        )
        named = Terms.of((code, name, ()) for code, name in (regions or {}).items())
        return cls(trades, services, facilities, named)


_FILES = ("trades", "services", "facilities")


def _entries(path: Path) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return entries
