"""Words that the scripts say, handed to them inside the page; the keys are stable.

The scripts fill in `%(name)s` themselves, so nothing is interpolated here.
"""

from django.utils.translation import gettext as _


def strings() -> dict[str, str]:
    """Key to text in the active language."""
    return {
        "locating": _("正在定位……"),
        "located": _("找到您的位置了，正在打开结果。"),
        "location_refused": _("手机没有允许定位。请用下面的办法找。"),
        "location_unavailable": _("手机定不了位。请用下面的办法找。"),
        "location_timeout": _("定位太慢了。可以再试一次，或用下面的办法找。"),
        "location_insecure": _("这个地址不能定位。请用下面的办法找。"),
        "read_aloud": _("读给我听"),
        "stop_reading": _("停止朗读"),
        "offline": _("没有网络。下面是手机里存的名录，数据截至 %(date)s。"),
        "offline_none": _("没有网络，手机里也还没有存名录。"),
        "map_label": _("零工市场地图"),
        "map_failed": _("地图没有打开，上面的列表是全的。"),
        "map_zoom_in": _("放大"),
        "map_zoom_out": _("缩小"),
        "map_here": _("您选的位置"),
        "map_from_here": _("从这里找"),
        "map_from_centre": _("从图中心找"),
        "map_trade_only": _("图上只画要%(trade)s的地点"),
        "map_close": _("关上"),
        "under_10_m": _("不到 10 米"),
        "metres": _("%(n)d 米"),
        "kilometres": _("%(n)s 公里"),
        "map_cluster": _("%(n)s 个地点，点开看"),
        "map_place": _("%(name)s，%(nature)s"),
        "map_details": _("看详情"),
        "map_tianditu": _("底图：天地图"),
        "map_own_base": _("底图：本站行政区划示意，不作划界依据"),
        "map_approval": _("审图号：%(number)s"),
        "public": _("公共"),
        "commercial": _("经营性"),
        "spontaneous": _("自发形成"),
        "hall": _("零工市场"),
        "station": _("零工驿站"),
        "kerb": _("路边聚集点"),
    }
