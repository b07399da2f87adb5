/**
 * How figures, times and states are said on the offline page: the twin of maps/words.py.
 *
 * Moments are minutes from 00:00 of the data's first day, in local time; days count from it too.
 * Nothing here decides anything, and what is unknown is said to be unknown.
 */

import { say } from "./settings.js";

const DAY = 1440;
const EVENING = 18 * 60;

/** @typedef {Record<string, string>} Strings */

/** Rounds halves to even, as Python does. @param {number} value */
function even(value) {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** @param {Strings} strings @param {number} metres */
export function distance(strings, metres) {
  if (metres < 10) return say(strings, "under_10_m");
  if (metres < 995) return say(strings, "metres", { n: even(metres / 10) * 10 });
  const km = metres / 1000;
  return say(strings, "kilometres", { n: km < 9.95 ? km.toFixed(1) : km.toFixed(0) });
}

/** Rounded up: who is told too little arrives too late. @param {Strings} strings @param {number} value */
export function minutes(strings, value) {
  const whole = Math.max(1, Math.ceil(value - 1e-6));
  if (whole < 60) return say(strings, "minutes", { n: whole });
  const h = Math.floor(whole / 60), m = whole % 60;
  return m === 0 ? say(strings, "hours", { h: h }) : say(strings, "hours_minutes", { h: h, m: m });
}

/** @param {number} at */
export function clock(at) {
  const within = Math.floor(((at % DAY) + DAY) % DAY);
  const two = (/** @type {number} */ n) => (n < 10 ? "0" : "") + n;
  return two(Math.floor(within / 60)) + ":" + two(within % 60);
}

/** @param {number} at */
export function dayOf(at) {
  return Math.floor(at / DAY);
}

/**
 * '11月24日（周二）', with the year where it is not that of `today`.
 *
 * @param {Strings} strings @param {string} first the data's first day, ISO
 * @param {number} day @param {number} today
 */
export function date(strings, first, day, today) {
  const then = new Date(Date.parse(first + "T00:00:00Z") + day * 86400000);
  const now = new Date(Date.parse(first + "T00:00:00Z") + today * 86400000);
  const said = say(strings, "date", {
    month: say(strings, "month_" + (then.getUTCMonth() + 1)),
    day: then.getUTCDate(),
    weekday: say(strings, "weekday_" + ((then.getUTCDay() + 6) % 7)),
  });
  if (then.getUTCFullYear() === now.getUTCFullYear()) return said;
  return say(strings, "date_with_year", { year: then.getUTCFullYear(), date: said });
}

/** @param {Strings} strings @param {string} first @param {number} day @param {number} today */
export function dayName(strings, first, day, today) {
  if (day === today) return say(strings, "today");
  if (day === today + 1) return say(strings, "tomorrow");
  if (day === today - 1) return say(strings, "yesterday");
  return date(strings, first, day, today);
}

/** @param {Strings} strings @param {string} first @param {number} at @param {number} today */
export function moment(strings, first, at, today) {
  const day = dayName(strings, first, dayOf(at), today);
  return say(strings, "moment", { day: day, time: clock(at) });
}

/** @param {Strings} strings @param {number} start @param {number} end @param {number} midnight */
function span(strings, start, end, midnight) {
  let began = clock(start);
  if (start < midnight) began = say(strings, "evening_before", { time: began });
  let ended = clock(end);
  if (end === midnight + DAY) ended = "24:00";
  else if (end > midnight + DAY) ended = say(strings, "next_day", { time: ended });
  return began + "–" + ended;
}

/** Adjoining spans, of which some may be unknown. @param {Strings} strings @param {Span[]} group @param {number} midnight */
function grouped(strings, group, midnight) {
  const whole = span(strings, group[0].start, group[group.length - 1].end, midnight);
  const opened = group.filter((one) => one.open)
    .map((one) => span(strings, one.start, one.end, midnight));
  if (opened.length === group.length) return whole;
  if (!opened.length) return say(strings, "span_unknown", { span: whole });
  const open = opened.join(say(strings, "comma"));
  return say(strings, "partly_unknown", { open: open, span: whole });
}

/** @param {Span[]} one @param {Span[]} other whether it is the same a day later */
function isDayBefore(one, other) {
  return one.length === other.length && one.every((each, index) =>
    each.start + DAY === other[index].start && each.end + DAY === other[index].end &&
    each.open === other[index].open);
}

/** The spans of the day `day`, in words. @param {Strings} strings @param {Span[]} all @param {number} day */
export function spans(strings, all, day) {
  const midnight = day * DAY;
  const touching = all.filter((one) => one.end > midnight && one.start < midnight + DAY);
  if (!touching.length) return say(strings, "not_open_that_day");
  const only = touching[0];
  if (touching.length === 1 && only.start <= midnight && only.end >= midnight + DAY) {
    return say(strings, only.open ? "open_all_day" : "hours_unclear");
  }
  /** @type {Span[][]} */
  const groups = [];
  touching.forEach((one) => {
    const before = groups[groups.length - 1];
    if (before && before[before.length - 1].end === one.start) before.push(one);
    else groups.push([one]);
  });
  const everyNight = groups.length > 1 && isDayBefore(groups[0], groups[groups.length - 1]);
  if (everyNight) groups.shift();
  const said = groups.map((group) => grouped(strings, group, midnight));
  const last = groups.length - 1;
  if (everyNight && groups[last][0].start - midnight >= EVENING) {
    said[last] = say(strings, "evening", { span: said[last] });
  }
  return said.join(say(strings, "comma"));
}
