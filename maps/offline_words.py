"""The words of the offline page, handed to its script; the same messages as maps.words has.

`%(name)s` marks what the script fills in. Keys are stable; texts are in the active language.
"""

import dataclasses

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from directory.journey import LINE
from maps import basis, cards, kinds, strings, words


def offline_words() -> dict[str, str]:
    """Key to text, in the active language."""
    return {
        **_figures(),
        **_times(),
        **_verdicts(),
        **_kinds(),
        **_facts(),
        **_page(),
        **_ways(),
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
        "span_unknown": _("%(span)s 开不开不清楚"),
        "partly_unknown": _("%(open)s 开；其他时间（%(span)s）不清楚"),
        "evening": _("晚上 %(span)s"),
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
        "no_opening_known": _("两周内没有已知的开放时间"),
        "and_ring": _("%(more)s，先打电话问：%(phone)s"),
        "far": _("太远了，在 %(distance)s外"),
        "brief_far": _("太远了"),
        "peak_over": _("高峰 %(span)s"),
        "peak_next": _("下一拨 %(span)s"),
        "after_best": _("比最好的时间晚 %(late)s"),
        "left": _("只剩 %(left)s"),
        "ring_first": _("去之前先打电话问：%(phone)s"),
        "no_phone": _("没有登记电话"),
        "ask_by_phone": _("去之前先打电话问"),
        "none_known_soon": _("近期没有已知的开放时间"),
    }


def _kinds() -> dict[str, str]:
    """Of places with a door and of kerbs, told apart by the key's beginning."""
    said = {"door": dataclasses.asdict(kinds.words_of("hall"))}
    said["kerb"] = dataclasses.asdict(kinds.words_of("kerb"))
    return {f"{kind}_{key}": text for kind, all_of in said.items() for key, text in all_of.items()}


def _facts() -> dict[str, str]:
    return {
        "free_true": cards.free_words(True),
        "free_false": cards.free_words(False),
        "free_unknown": cards.free_words(None),
        "not_confirmed": _("运行时间还没核实"),
        "peak": _("招工最多 %(span)s"),
        "be_there_by": _("最好 %(time)s 前到（%(peak)s）"),
        "walk": _("步行 %(t)s"),
        "walk_too_far": _("步行太远"),
        "ebike": _("电动车 %(t)s"),
        "call": _("打电话"),
        "navigate": _("带我去"),
        "not_known": _("不清楚"),
        "pause": _("，"),
        "between": pgettext("between facts", "，"),
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
        "as_of": _("没有网。下面是手机里存的，%(date)s 的名录。"),
        "only_city": _("只能查%(city)s的。"),
        "issue": _("名录第 %(number)d 期"),
        "demo": _("演示数据"),
        "too_old": _("存下的名录管不到这个时间，开不开一律按不清楚算。"),
        "no_data": _("没有网，手机里也还没有存名录。请打 12333 问，或有网时再打开。"),
        "by_line": basis.words(LINE),
        "needs_network": _("报错、投诉要有网才能发。现在请打 12333，或者有网时再来。"),
        "not_kept": _("没有网，这个页面没有存在手机里。"),
        "near": _("%(place)s附近的零工市场"),
        "near_trade": _("%(place)s附近，招%(trade)s的地方"),
        "setting_out": _("%(moment)s 出发"),
        "setting_out_now": _("现在出发"),
        "by_walk": _("步行"),
        "by_ebike": _("骑电动车"),
        "past": _("这个时间已经过去了。"),
        "your_point": _("您选的位置"),
        "area_centre": _("%(area)s中心"),
        "best": _("到的时候开着"),
        "best_some_soon": _("到的时候开着，或等一会儿就开"),
        "best_mixed": _("前 %(n)s 处到时开着或快开，后面的没开或不清楚"),
        "fallback": _("您到的时候附近都没开，先看这几处"),
        "far_trade": _("附近没有登记招%(trade)s的地方"),
        "far_any": _("附近没有登记的零工市场"),
        "far_where": _("名录现在只有%(cities)s的地方，最近的在 %(distance)s外；可以打 12333 问。"),
        "unannounced": _("%(year)d 年的放假安排还没公布，标着“不清楚”的请先打电话。"),
        "nearer": _("更近的，但您到时没开，或不清楚"),
        "rest": _("再远一点的"),
        "trade_unknown": _("没有叫“%(trade)s”的工种，下面是所有工种的结果。"),
        "nothing": _("名录里没有符合的地方。请换个工种，或打 12333 问。"),
        "choose": _("要找的是哪一个？"),
        "no_name": _("没有找到“%(name)s”。手机里只存了%(city)s的。"),
        "bad_address": _("这个地址看不懂：%(name)s"),
        "unknown_place": _("存下的名录里没有这个地点。"),
        "moved_here": _("%(name)s从%(date)s起搬到这里。"),
        "unknown_hours_head": _("运行时间不明"),
    }


def _ways() -> dict[str, str]:
    return {
        "ways_first": _("您在哪里？"),
        "ways_change": _("换个地方、工种或时间"),
        "from_here": _("从我这里找"),
        "which_trade": _("干什么活？"),
        "any_trade": _("不限工种"),
        "more_trades": _("还有 %(n)s 种工"),
        "when_and_how": _("什么时候去？怎么去？"),
        "now": _("现在"),
        "dawn_today": _("今早 5:00"),
        "dawn_tomorrow": _("明早 5:00"),
        "mode_walk": _("步行"),
        "mode_ebike": _("电动车"),
        "box": _("写地名或市场名"),
        "box_hint": _("汉字、拼音、首字母都行：台儿庄、taierzhuang、tez"),
        "box_go": _("找"),
        **{name: text for name, text in strings.strings().items() if name.startswith("locat")},
    }
