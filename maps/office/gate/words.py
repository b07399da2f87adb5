"""A change of status in words, and what of it the public will see."""

from django.utils.translation import gettext as _

from directory.changes import CLOSE, MOVE, REOPEN, SUSPEND, StatusChange
from directory.models import Market


def status_words(change: StatusChange, successor: Market | None = None) -> str:
    """What is to happen, from which day on."""
    day = {"on": change.on, "until": change.until}
    if change.act == SUSPEND and change.until:
        said = _("自 %(on)s 起暂停，%(until)s 恢复") % day
    elif change.act == SUSPEND:
        said = _("自 %(on)s 起暂停，恢复日期未定") % day
    elif change.act == CLOSE:
        said = _("自 %(on)s 起关闭，不再恢复") % day
    elif change.act == MOVE:
        name = successor.name if successor else _("未找到")
        said = _("自 %(on)s 起搬到“%(name)s”") % {**day, "name": name}
    else:
        said = _("自 %(on)s 起恢复正常运行") % day
    return f"{said}。{_('公开说明：%(note)s') % {'note': change.note}}" if change.note else said


def effect(change: StatusChange, successor: Market | None = None) -> str:
    """What the public page says from that day on."""
    if change.act == SUSPEND:
        return _("公众页面：从开始之日起标明“暂停”并写出说明，不再作为开放地点推荐；原网址不变。")
    if change.act == CLOSE:
        return _("公众页面：从当日起标明“已关闭”，不再出现在附近地点里；原网址和二维码仍能打开。")
    if change.act == REOPEN:
        return _("公众页面：从当日起恢复为正常运行，按运行时间显示；尚未开始的登记被取消。")
    if successor is not None and not _is_public(successor):
        return _(
            "公众页面：从当日起标明“已搬迁”。新址还没有公开，公开之前页面不能指到那里："
            "请先就新址作出公开决定。"
        )
    return _("公众页面：从当日起标明“已搬迁”，原网址和二维码指到新址。")


def _is_public(market: Market) -> bool:
    return Market.objects.published().filter(pk=market.pk).exists()
