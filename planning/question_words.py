"""What a scenario may ask, by name: for its form, its page and its report."""

from django.utils.translation import gettext_lazy as _

OBJECTIVES = {
    "mclp": _("覆盖最多的人"),
    "lscp": _("用最少的点覆盖规定的比例"),
    "p_median": _("平均路程最短"),
    "p_center": _("最远的人路程最短"),
    "capacitated_mclp": _("覆盖最多的人，计容量"),
    "capacitated_p_median": _("平均路程最短，计容量"),
    "uptake": _("来的人最多：离现在站的地方越远，来的越少"),
}
MODES = {"walk": _("步行（分钟）"), "ebike": _("电动车（分钟）"), "circle": _("直线（米）")}
