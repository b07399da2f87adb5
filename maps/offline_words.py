"""The words of the offline page, handed to its script; the same messages as maps.words has.

`%(name)s` marks what the script fills in. Keys are stable; texts are in the active language.
"""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from maps import cards, words


def offline_words() -> dict[str, str]:
    """Key to text, in the active language."""
    return {
        **_figures(),
        **_times(),
        **_verdicts(),
        **_facts(),
        **_page(),
        **{f"nature_{code}": text for code, text in cards.natures().items()},
        **{f"form_{code}": text for code, text in cards.forms().items()},
    }


def _figures() -> dict[str, str]:
    return {
        "under_10_m": _("不到 10 米"),
        "metres": _("%(n)d 米"),
        "kilometres": _("%(n)s 公里"),
        "minutes": _("%(n)d 分钟"),
        "hours": _("%(h)d 小时"),
        "hours_minutes": _("%(h)d 小时 %(m)d 分钟"),
    }


def _times() -> dict[str, str]:
    weekdays = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
    return {
        **{f"weekday_{index}": name for index, name in enumerate(weekdays)},
        **{f"month_{number}": words.month_name(number) for number in range(1, 13)},
        "date": _("%(month)s%(day)d日（%(weekday)s）"),
        "date_with_year": _("%(year)d年%(date)s"),
        "today": _("今天"),
        "tomorrow": _("明天"),
        "yesterday": _("昨天"),
        "moment": _("%(day)s %(time)s"),
        "evening_before": _("前一晚 %(time)s"),
        "next_day": _("次日 %(time)s"),
        "span_unknown": _("%(span)s 是否开放不明"),
        "not_open_that_day": pgettext("hours of a day", "不开"),
        "open_all_day": _("全天开放"),
        "hours_unclear": _("时间不明"),
        "comma": _("、"),
        "hours_unknown": _("不明，没有登记"),
    }


def _verdicts() -> dict[str, str]:
    return {
        "closed": _("已关闭"),
        "closed_since": _("%(date)s起关闭"),
        "suspended": _("暂停"),
        "suspended_open_end": _("什么时候恢复还没有定"),
        "suspended_until": _("%(date)s恢复"),
        "arrival": _("约 %(time)s 到"),
        "arrival_on": _("%(day)s%(arrival)s"),
        "arrive_open": _("%(arrival)s，开着"),
        "arrive_shut": _("%(arrival)s，没开"),
        "arrive_soon": _("%(arrival)s，%(opens)s 开门"),
        "arrive_unknown": _("%(arrival)s，开不开不清楚"),
        "open_until": _("开到 %(end)s"),
        "no_opening_known": _("两周内没有已知的开放时间"),
        "wait": _("在门口等 %(wait)s"),
        "next_opening": _("下次开门：%(opens)s"),
        "ring_first": _("去之前先打电话问：%(phone)s"),
        "no_phone": _("没有登记电话"),
        "ask_by_phone": _("去之前先打电话问"),
        "none_known_soon": _("近期没有已知的开放时间"),
    }


def _facts() -> dict[str, str]:
    return {
        "free_true": cards.free_words(True),
        "free_false": cards.free_words(False),
        "free_unknown": cards.free_words(None),
        "confirmed": _("%(date)s %(office)s核实"),
        "not_confirmed": _("运行时间没有人核实过"),
        "peak": _("招工最多 %(span)s"),
        "be_there_by": _("最好 %(time)s 前到（%(peak)s）"),
        "walk": _("步行 %(t)s"),
        "walk_too_far": _("步行太远"),
        "ebike": _("电动车 %(t)s"),
        "call": _("打电话"),
        "navigate": _("带我去"),
        "not_known": _("不清楚"),
        "pause": _("，"),
        "label_hours": _("运行时间"),
        "label_peak": _("高峰"),
        "label_trades": _("工种"),
        "label_cost": _("费用"),
        "label_address": _("地址"),
        "label_facilities": _("设施"),
        "label_confirmed": _("核实"),
        "label_hotline": _("服务热线"),
        "label_complaints": _("投诉举报"),
    }


def _page() -> dict[str, str]:
    return {
        "title": _("零工地图"),
        "as_of": _("离线：数据截至 %(date)s，第 %(number)d 期。只有本市的地点。"),
        "demo": _("演示数据"),
        "too_old": _("存下的名录管不到这个时间，开不开一律按不清楚算。"),
        "no_data": _("没有网络，手机里也还没有存名录。"),
        "not_kept": _("没有网络，这个页面没有存在手机里。"),
        "near": _("%(place)s附近的零工市场"),
        "setting_out": _("%(at)s出发"),
        "your_point": _("您选的位置"),
        "area_centre": _("%(area)s中心"),
        "best": _("到的时候开着"),
        "best_some_soon": _("到的时候开着，或等一会儿就开"),
        "fallback": _("附近到时都没开，先看最近的"),
        "nearer": _("离您更近，但到时没开，或开不开不清楚"),
        "rest": _("再远一点的"),
        "trade_asked": _("只看要%(trade)s的地方。"),
        "trade_unknown": _("没有叫“%(trade)s”的工种，下面是所有工种的结果。"),
        "nothing": _("名录里没有符合的地方。请换个工种，或打 12333 问。"),
        "choose": _("要找的是哪一个？"),
        "no_name": _("没有找到“%(name)s”。存下的名录只有本市。"),
        "bad_address": _("这个地址看不懂：%(name)s"),
        "unknown_place": _("存下的名录里没有这个地点。"),
        "moved_here": _("%(name)s从%(date)s起搬到这里。"),
        "unknown_hours_head": _("运行时间不明"),
        "open_now": _("现在开着"),
        "shut_now": _("现在没开"),
        "unclear_now": _("现在开不开不清楚"),
        "unclear_from": _("%(opens)s 起开不开不清楚"),
    }
