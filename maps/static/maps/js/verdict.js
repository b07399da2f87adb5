/** Will it be open when one gets there? The twin of maps/verdict.py, for the offline page. */

import { crowd } from "./peaks.js";
import { say } from "./settings.js";
import { clock, date, dayName, dayOf, distance, minutes, moment } from "./words.js";

// With less time left before it closes, a place is hardly worth the way.
const LITTLE_TIME = 30;

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
      brief: "",
    };
  }
  const more = status.end === undefined
    ? say(strings, "suspended_open_end")
    : say(strings, "suspended_until", { date: date(strings, first, status.end, day) });
  return { kind: "stopped", head: say(strings, "suspended"), more: more, brief: "" };
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
  if (hit.far) {
    const head = say(strings, "far", { distance: distance(strings, hit.distance) });
    return { kind: "far", head: head, more: "", brief: say(strings, "brief_far") };
  }
  let arrival = say(strings, "arrival", { time: clock(hit.arrival) });
  if (seen !== today) {
    const day = dayName(strings, first, seen, today);
    arrival = say(strings, "arrival_on", { day: day, arrival: arrival });
  }
  const tell = teller(strings, hit.place);
  if (hit.opens === null) {
    return {
      kind: "unknown",
      head: tell("arrive_unknown", { arrival: arrival }),
      more: askFirst(strings, hit.place),
      brief: tell("brief_unknown"),
    };
  }
  if (hit.opens) return whenOpen(strings, first, hit, arrival);
  const shut = tell("arrive_shut", { arrival: arrival });
  if (hit.nextOpening === null) {
    const phone = phoneOf(hit.place);
    const known = say(strings, "no_opening_known");
    const more = phone ? say(strings, "and_ring", { more: known, phone: phone }) : known;
    return { kind: "shut", head: shut, more: more, brief: tell("brief_shut") };
  }
  if (hit.wait !== null) {
    const opens = momentFrom(strings, first, hit.nextOpening, seen);
    return {
      kind: "soon",
      head: tell("arrive_soon", { arrival: arrival, opens: opens }),
      more: tell("wait", { wait: minutes(strings, hit.wait) }),
      brief: tell("brief_soon", { opens: opens }),
    };
  }
  const opens = moment(strings, first, hit.nextOpening, today);
  const more = tell("next_opening", { opens: opens });
  return { kind: "shut", head: shut, more: more, brief: tell("brief_shut") };
}

/**
 * Says a message as it is said of this kind of place: a kerb has no doors.
 *
 * @param {Record<string, string>} strings @param {OfflinePlace} place
 * @returns {(key: string, values?: Record<string, string | number>) => string}
 */
function teller(strings, place) {
  const kind = place.form === "kerb" ? "kerb_" : "door_";
  return (key, values) => say(strings, kind + key, values);
}

/** The hour alone on the day spoken of. @param {Record<string, string>} strings @param {string} first @param {number} at @param {number} day */
function momentFrom(strings, first, at, day) {
  return dayOf(at) === day ? clock(at) : moment(strings, first, at, day);
}

/** @param {Record<string, string>} strings @param {string} first @param {OfflinePlace} place @param {number} end @param {number} day */
function until(strings, first, place, end, day) {
  const said = end === (day + 1) * 1440 ? "24:00" : momentFrom(strings, first, end, day);
  return teller(strings, place)("until", { end: said });
}

/**
 * In time for the crowd, late for it, or shortly before it closes.
 *
 * @param {Record<string, string>} strings @param {string} first @param {Hit} hit
 * @param {string} arrival
 * @returns {Verdict}
 */
function whenOpen(strings, first, hit, arrival) {
  const tell = teller(strings, hit.place);
  const seen = dayOf(hit.arrival);
  const people = crowd(hit.place, hit.today, hit.arrival);
  /** @type {string[]} */
  const about = [];
  /** @type {Verdict} */
  const said = {
    kind: "open",
    head: tell("arrive_open", { arrival: arrival }),
    more: "",
    brief: tell("brief_open"),
  };
  if (people.over !== null) {
    said.kind = "late";
    said.head = tell("arrive_late", { arrival: arrival });
    said.brief = tell("brief_late");
    about.push(people.following === null
      ? say(strings, "peak_over", { span: people.over })
      : say(strings, "peak_next", { span: people.following }));
  } else if (people.late) {
    about.push(say(strings, "after_best", { late: minutes(strings, people.late) }));
  }
  const end = hit.nextChange;
  if (end !== null && end - hit.arrival < LITTLE_TIME &&
      !hit.today.some((span) => span.start === end)) {
    said.kind = "late";
    said.brief = say(strings, "left", { left: minutes(strings, end - hit.arrival) });
    about.push(said.brief);
  }
  if (end !== null) about.push(until(strings, first, hit.place, end, seen));
  said.more = about.join(say(strings, "between"));
  return said;
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
  const tell = teller(strings, place);
  if (spans === null) {
    const head = say(strings, "unknown_hours_head");
    return { kind: "unknown", head: head, more: askFirst(strings, place), brief: "" };
  }
  const today = dayOf(now);
  const here = spans.filter((span) => span.start <= now && now < span.end)[0];
  if (here && here.open) {
    // Longer than the data are sure of: open for as long as anybody knows.
    const far = here.end - now > 6 * 1440;
    const more = far ? "" : until(strings, first, place, here.end, today);
    return { kind: "open", head: tell("open_now"), more: more, brief: "" };
  }
  if (here) {
    const more = say(strings, "ask_by_phone");
    return { kind: "unknown", head: tell("unclear_now"), more: more, brief: "" };
  }
  const shut = tell("shut_now");
  const next = spans.filter((span) => span.start > now)[0];
  if (!next) {
    return { kind: "shut", head: shut, more: say(strings, "none_known_soon"), brief: "" };
  }
  const opens = moment(strings, first, next.start, today);
  const more = tell(next.open ? "next_opening" : "unclear_from", { opens: opens });
  return { kind: "shut", head: shut, more: more, brief: "" };
}
