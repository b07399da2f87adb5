"""What a vector tile says of itself and of its fields.

In both languages at once: the documents are one for everybody, and kept by shared caches.
"""

from directory import tiles

FIELDS = {
    "id": "永久编号；一个点代表多处时没有 (permanent id; none where a point stands for several)",
    "name": "名称 (name)",
    "nature": "运营性质 (public 公共, commercial 经营性, spontaneous 自发形成)",
    "form": "形态 (hall 室内市场, station 驿站, kerb 路边聚集点)",
    "trades": "工种代码，逗号分隔；没有登记的不写 (codes of trades, by commas; left out if none)",
    "hours": "开放时间，opening_hours 写法；不知道的不写 (opening hours; left out if unknown)",
    "count": "这个点代表几处 (how many places the point stands for)",
    "expansion": "放大到第几级分开；只有一处时没有 (zoom at which several places come apart)",
}
NAME = "零工地图：公开的零工市场 (published casual-labour markets)"
DESCRIPTION = (
    f"第 {tiles.FULL_ZOOM} 级起每处一个点；再小则相邻的并成一点，count 写明代表几处。没有缓冲区。"
    f" From zoom {tiles.FULL_ZOOM} on every place is a point; below, neighbours are one point that"
    " says by count how many they are. No buffer: counts add up to the number of places."
)
DEMO = "演示数据，地点是编的 (demo data: the places are invented). "


def attribution(licence: str, licence_url: str) -> str:
    """Whose data and under which licence, as HTML that a map shows in its corner."""
    return f'零工地图 · <a href="{licence_url}">{licence}</a>'
