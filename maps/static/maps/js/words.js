/**
 * How figures, times and states are said on the offline page: the twin of maps/words.py.
 *
 * Moments are minutes from 00:00 of the data's first day, in local time; days count from it too.
 * Nothing here decides anything, and what is unknown is said to be unknown.
 */

import { say } from "./settings.js";

const DAY = 1440;

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

/** @param {Strings} strings @param {Span} one @param {number} midnight */
function span(strings, one, midnight) {
  let began = clock(one.start);
  if (one.start < midnight) began = say(strings, "evening_before", { time: began });
  let ended = clock(one.end);
  if (one.end === midnight + DAY) ended = "24:00";
  else if (one.end > midnight + DAY) ended = say(strings, "next_day", { time: ended });
  const said = began + "–" + ended;
  return one.open ? said : say(strings, "span_unknown", { span: said });
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
  return touching.map((one) => span(strings, one, midnight)).join(say(strings, "comma"));
}
