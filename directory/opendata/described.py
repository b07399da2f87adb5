"""What every file says of itself: whose data, which number and date, datum, licence."""

import datetime as dt
from dataclasses import dataclass

from directory.publication import Snapshot

NAME = "零工地图公开名录"
NAME_EN = "Published directory of casual-labour markets"
DATUM = "WGS-84 (EPSG:4326)"
DEMO = "演示数据：地点、时间和电话都是编的，不能当真。"
DEMO_EN = "Demo data: places, hours and telephone numbers are invented and must not be relied on."
BEIJING = dt.timezone(dt.timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Deployment:
    """Who publishes, where ('' where it is not set), under which licence, and whether as a demo."""

    licence: str
    licence_url: str
    base_url: str = ""
    office: str = ""
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Described:
    """A publication in words. `home` is the address of its page, without knowing which if ''."""

    number: int
    built_at: dt.datetime
    checksum: str
    places: int
    demo: bool
    licence: str
    licence_url: str
    home: str = ""
    office: str = ""

    @classmethod
    def of(cls, snapshot: Snapshot, deployment: "Deployment") -> "Described":
        number = snapshot.number
        return cls(
            number=number,
            built_at=snapshot.built_at.astimezone(BEIJING),
            checksum=snapshot.checksum,
            places=snapshot.count,
            demo=deployment.demo or snapshot.demo,
            licence=deployment.licence,
            licence_url=deployment.licence_url,
            home=f"{deployment.base_url}/data/{number}/" if deployment.base_url else "",
            office=deployment.office,
        )

    @property
    def day(self) -> dt.date:
        """The day of the publication in China: the one whose status the files give."""
        return self.built_at.date()

    @property
    def title(self) -> str:
        return f"{NAME} 第 {self.number} 期" + ("（演示数据）" if self.demo else "")

    @property
    def title_en(self) -> str:
        return f"{NAME_EN}, no. {self.number}" + (" (demo data)" if self.demo else "")

    @property
    def citation(self) -> str:
        where = f"，{self.home}" if self.home else ""
        who = self.office or "零工地图"
        return f"{who}：{self.title}，{self.day:%Y-%m-%d}{where}，{self.licence}"

    def lines(self) -> list[tuple[str, str]]:
        """Name and value of everything, in both languages; for people."""
        moment = f"{self.built_at:%Y-%m-%d %H:%M} (UTC+8)"
        said = [
            ("名称 title", f"{self.title} / {self.title_en}"),
            ("期号 number", str(self.number)),
            ("发布时间 published", moment),
            ("地点数 places", str(self.places)),
            ("坐标系 datum", f"{DATUM}；不是 GCJ-02（高德、腾讯）或 BD-09（百度）"),
            ("许可 licence", f"{self.licence} {self.licence_url}"),
            ("内容校验 checksum", f"SHA-256 {self.checksum}"),
            ("引用 cite as", self.citation),
        ]
        if self.demo:
            said.insert(1, ("注意 notice", f"{DEMO} {DEMO_EN}"))
        if self.home:
            said.append(("网址 address", self.home))
        return said

    def facts(self) -> dict[str, str | int | bool]:
        """The same for machines."""
        return {
            "title": self.title,
            "title_en": self.title_en,
            "publication": self.number,
            "published": self.built_at.isoformat(timespec="seconds"),
            "places": self.places,
            "datum": DATUM,
            "licence": self.licence,
            "licence_url": self.licence_url,
            "demo": self.demo,
            "checksum": self.checksum,
            "citation": self.citation,
            **({"home": self.home} if self.home else {}),
        }
