/** Will it be open when one gets there? The twin of maps/verdict.py, for the offline page. */

import { say } from "./settings.js";
import { clock, date, dayName, dayOf, minutes, moment } from "./words.js";

/** The number to ring first. @param {OfflinePlace} place */
export function phoneOf(place) {
  return place.contacts && place.contacts.length ? place.contacts[0].phone : place.hotline || "";
}

/**
 * @param {Record<string, string>} strings @param {string} first the data's first day, ISO
 * @param {OfflineStatus} status @param {number} day
 * @returns {Verdict}
 */
export function ofStatus(strings, first, status, day) {
  if (status.status === "closed") {
    const since = date(strings, first, status.start, day);
    return {
      kind: "stopped",
      head: say(strings, "closed"),
      more: say(strings, "closed_since", { date: since }),
    };
  }
  const more = status.end === undefined
    ? say(strings, "suspended_open_end")
    : say(strings, "suspended_until", { date: date(strings, first, status.end, day) });
  return { kind: "stopped", head: say(strings, "suspended"), more: more };
}

/**
 * @param {Record<string, string>} strings @param {string} first @param {Hit} hit
 * @param {number} today the day on which it is read
 * @returns {Verdict}
 */
export function onArrival(strings, first, hit, today) {
  const seen = dayOf(hit.arrival);
  if (hit.status && (hit.status.status === "suspended" || hit.status.status === "closed")) {
    return ofStatus(strings, first, hit.status, seen);
  }
  const words = (/** @type {number} */ at, /** @type {number} */ day) =>
    dayOf(at) === day ? clock(at) : moment(strings, first, at, day);
  let arrival = say(strings, "arrival", { time: clock(hit.arrival) });
  if (seen !== today) {
    const day = dayName(strings, first, seen, today);
    arrival = say(strings, "arrival_on", { day: day, arrival: arrival });
  }
  if (hit.opens === null) {
    return {
      kind: "unknown",
      head: say(strings, "arrive_unknown", { arrival: arrival }),
      more: askFirst(strings, hit.place),
    };
  }
  if (hit.opens) {
    const head = say(strings, "arrive_open", { arrival: arrival });
    if (hit.nextChange === null) return { kind: "open", head: head, more: "" };
    const end = hit.nextChange === (seen + 1) * 1440 ? "24:00" : words(hit.nextChange, seen);
    return { kind: "open", head: head, more: say(strings, "open_until", { end: end }) };
  }
  const shut = say(strings, "arrive_shut", { arrival: arrival });
  if (hit.nextOpening === null) {
    return { kind: "shut", head: shut, more: say(strings, "no_opening_known") };
  }
  if (hit.wait !== null) {
    const opens = words(hit.nextOpening, seen);
    return {
      kind: "soon",
      head: say(strings, "arrive_soon", { arrival: arrival, opens: opens }),
      more: say(strings, "wait", { wait: minutes(strings, hit.wait) }),
    };
  }
  const opens = moment(strings, first, hit.nextOpening, today);
  return { kind: "shut", head: shut, more: say(strings, "next_opening", { opens: opens }) };
}

/** @param {Record<string, string>} strings @param {OfflinePlace} place */
export function askFirst(strings, place) {
  const phone = phoneOf(place);
  return phone ? say(strings, "ring_first", { phone: phone }) : say(strings, "no_phone");
}

/**
 * The verdict for somebody who already stands there; null spans: hours nobody knows.
 *
 * @param {Record<string, string>} strings @param {string} first @param {OfflinePlace} place
 * @param {Span[] | null} spans @param {number} now
 * @returns {Verdict}
 */
export function atMoment(strings, first, place, spans, now) {
  if (spans === null) {
    const head = say(strings, "unknown_hours_head");
    return { kind: "unknown", head: head, more: askFirst(strings, place) };
  }
  const today = dayOf(now);
  const here = spans.filter((span) => span.start <= now && now < span.end)[0];
  if (here && here.open) {
    // Longer than the data are sure of: open for as long as anybody knows.
    const far = here.end - now > 6 * 1440;
    const end = here.end === (today + 1) * 1440
      ? "24:00"
      : dayOf(here.end) === today ? clock(here.end) : moment(strings, first, here.end, today);
    const more = far ? "" : say(strings, "open_until", { end: end });
    return { kind: "open", head: say(strings, "open_now"), more: more };
  }
  if (here) {
    const more = say(strings, "ask_by_phone");
    return { kind: "unknown", head: say(strings, "unclear_now"), more: more };
  }
  const shut = say(strings, "shut_now");
  const next = spans.filter((span) => span.start > now)[0];
  if (!next) return { kind: "shut", head: shut, more: say(strings, "none_known_soon") };
  const opens = moment(strings, first, next.start, today);
  const key = next.open ? "next_opening" : "unclear_from";
  return { kind: "shut", head: shut, more: say(strings, key, { opens: opens }) };
}
