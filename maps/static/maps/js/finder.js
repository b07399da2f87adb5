/**
 * The nearest places that will be open on arrival, worked out on the phone.
 *
 * The twin of directory/finder.py over one city's offline data: the same places in the same order
 * with the same times, which tests/js/test_parity.py holds the two to. All times are minutes from
 * 00:00 of the data's first day, all distances geodesics in metres.
 */

import { geodesic } from "./geodesic.js";
import { spansOfDay, stateAt, unpack, withoutPauses } from "./hours.js";

const BEST = 3;
const NEARER = 5;
const REACH_M = 30000;
const WAIT_MIN = 90;
const TRAVEL_WEIGHT = 2;
const FILL_AMONG = 40;
const DAY = 1440;
const HORIZON = 14 * DAY;

/** @typedef {{ place: OfflinePlace, distance: number, order: number }} Found */

/** @param {OfflineCity} city @returns {Directory} */
export function openDirectory(city) {
  const byId = new Map(city.places.map((place) => [place.id, place]));
  const merged = city.merged || {};
  Object.keys(merged).forEach((old) => {
    const place = byId.get(merged[old]);
    if (place) byId.set(old, place);
  });
  return { city: city, spans: city.patterns.map(unpack), byId: byId };
}

/** Whether hours are known for a question at `at`. @param {OfflineCity} city @param {number} at */
export function inDate(city, at) {
  return at >= 0 && at < city.days * DAY;
}

/** @param {OfflinePlace} place @param {number} day @returns {OfflineStatus | null} */
export function statusOn(place, day) {
  for (const status of place.statuses || []) {
    if (status.start <= day && (status.end === undefined || day < status.end)) return status;
  }
  return null;
}

/**
 * Where a link to a place leads on a day; `via` are the places moved away from, oldest first.
 *
 * @param {Directory} directory @param {string} id @param {number} day
 * @returns {{ place: OfflinePlace, via: OfflinePlace[] } | null}
 */
export function resolve(directory, id, day) {
  const asked = directory.byId.get(id);
  if (!asked) return null;
  let place = asked;
  const via = [];
  const seen = [asked.id];
  for (;;) {
    const status = statusOn(place, day);
    const next = status && status.successor ? directory.byId.get(status.successor) : undefined;
    if (!next) return { place: place, via: via };
    // Moves in a circle lead nowhere: each place then stays where it is.
    if (seen.indexOf(next.id) >= 0) return { place: asked, via: [] };
    via.push(place);
    seen.push(next.id);
    place = next;
  }
}

/** @param {OfflineCity} city @param {number} metres @param {string} mode */
function minutesOf(city, metres, mode) {
  const how = city.modes[mode];
  return (metres * how.detour) / ((how.kmh * 1000) / 60);
}

/** Arrival, counted up to the whole minute. @param {OfflineCity} city @param {Ask} ask @param {number} metres */
function arrivalOf(city, ask, metres) {
  // Microseconds, as the server counts: less than half of one is no minute more.
  const micros = Math.round(minutesOf(city, metres, ask.mode) * 6e7);
  return ask.at + Math.ceil(micros / 6e7);
}

/**
 * The place's open and unknown spans without its days of no operation; null: hours unknown.
 *
 * @param {Directory} directory @param {OfflinePlace} place @param {number} at
 * @returns {Span[] | null}
 */
export function spansOf(directory, place, at) {
  if (place.pattern === undefined || !inDate(directory.city, at)) return null;
  const spans = directory.spans[place.pattern];
  return place.statuses ? withoutPauses(spans, place.statuses) : spans;
}

/** @param {OfflinePlace} place @param {number} day */
function gone(place, day) {
  return (place.statuses || []).some((status) =>
    (status.status === "closed" || status.status === "moved") && status.start <= day);
}

/**
 * All places in order of distance, without those closed or moved away by arrival.
 *
 * @param {Directory} directory @param {Ask} ask
 * @returns {Found[]}
 */
function outward(directory, ask) {
  const { city } = directory;
  return city.places
    .map((place, order) => ({
      place: place,
      order: order,
      distance: geodesic(ask.lon, ask.lat, place.lon, place.lat),
    }))
    .filter(({ place, distance }) =>
      (!ask.trade || (place.trades || []).indexOf(ask.trade) >= 0) &&
      !gone(place, Math.floor(arrivalOf(city, ask, distance) / DAY)))
    .sort(byDistance);
}

/** @param {Found} a @param {Found} b places at the same distance in the publication's order */
function byDistance(a, b) {
  return a.distance - b.distance || a.order - b.order;
}

/**
 * Minutes until surely open, 0 where open already; null where more than WAIT_MIN.
 *
 * @param {Span[]} spans @param {number} arrival
 */
function waitAt(spans, arrival) {
  const opening = spans.filter((span) => span.open && arrival < span.end)[0];
  if (!opening) return null;
  const wait = Math.max(opening.start - arrival, 0);
  return wait <= WAIT_MIN ? wait : null;
}

/** The next start of a surely open span after arrival. @param {Span[]} spans @param {number} arrival */
function nextOpening(spans, arrival) {
  const next = spans.filter((span) =>
    span.open && arrival < span.start && span.start <= arrival + HORIZON)[0];
  return next ? next.start : null;
}

/**
 * The three of the least waiting and twice the travelling that open, by distance.
 *
 * @param {Directory} directory @param {Ask} ask @param {Found[]} all in order of distance
 */
function goodOnes(directory, ask, all) {
  /** @type {{ found: Found, score: number }[]} */
  const scored = [];
  all.filter((found) => found.distance <= REACH_M).forEach((found) => {
    const arrival = arrivalOf(directory.city, ask, found.distance);
    const wait = waitAt(spansOf(directory, found.place, ask.at) || [], arrival);
    if (wait === null) return;
    scored.push({ found: found, score: wait + TRAVEL_WEIGHT * (arrival - ask.at) });
  });
  return scored
    .sort((a, b) => a.score - b.score || byDistance(a.found, b.found))
    .slice(0, BEST)
    .map((one) => one.found)
    .sort(byDistance);
}

/**
 * Those that fill up the three, by distance: within reach what opens next, then unknown ones,
 * then whatever is nearest.
 *
 * @param {Directory} directory @param {Ask} ask @param {Found[]} all @param {Found[]} good
 */
function fillers(directory, ask, all, good) {
  const near = all.slice(0, FILL_AMONG).filter((found) => good.indexOf(found) < 0);
  return near
    .map((found) => {
      if (found.distance > REACH_M) return { found: found, rank: 2, score: 0 };
      const arrival = arrivalOf(directory.city, ask, found.distance);
      const opening = nextOpening(spansOf(directory, found.place, ask.at) || [], arrival);
      if (opening === null) return { found: found, rank: 1, score: 0 };
      const score = opening - arrival + TRAVEL_WEIGHT * (arrival - ask.at);
      return { found: found, rank: 0, score: score };
    })
    .sort((a, b) => a.rank - b.rank || a.score - b.score || byDistance(a.found, b.found))
    .slice(0, BEST - good.length)
    .map((one) => one.found)
    .sort(byDistance);
}

/** @param {Directory} directory @param {Ask} ask @param {Found} found @returns {Hit} */
function hit(directory, ask, found) {
  const { city } = directory;
  const { place, distance } = found;
  const arrival = arrivalOf(city, ask, distance);
  const day = Math.floor(arrival / DAY);
  const status = statusOn(place, day);
  const known = spansOf(directory, place, ask.at);
  const spans = known || [];
  const paused = status !== null && status.status !== "open";
  const opens = paused ? false : stateAt(known, arrival);
  const soon = (/** @type {number} */ at) => arrival < at && at <= arrival + HORIZON;
  const edges = spans.reduce((all, span) => all.concat(span.start, span.end),
    /** @type {number[]} */ ([])).filter(soon);
  /** @type {Record<string, number>} */
  const minutes = {};
  Object.keys(city.modes).forEach((mode) => {
    minutes[mode] = minutesOf(city, distance, mode);
  });
  return {
    place: place,
    distance: distance,
    minutes: minutes,
    arrival: arrival,
    known: known !== null,
    opens: opens,
    far: distance > REACH_M,
    status: status,
    nextChange: edges.length ? Math.min.apply(null, edges) : null,
    nextOpening: opens ? null : nextOpening(spans, arrival),
    wait: waitAt(spans, arrival),
    today: spansOfDay(spans, day),
  };
}

/**
 * What a worker sees first, and `more` further places.
 *
 * @param {Directory} directory @param {Ask} ask @param {number} [more]
 * @returns {Answer}
 */
export function answer(directory, ask, more) {
  const further = more === undefined ? 10 : more;
  const all = outward(directory, ask);
  const listed = all.slice(0, BEST + NEARER + further);
  const good = goodOnes(directory, ask, all);
  const chosen = good.concat(fillers(directory, ask, all, good));
  const others = listed.filter((found) => chosen.indexOf(found) < 0);
  const last = good[good.length - 1];
  const nearer = others.filter((found) => last && byDistance(found, last) < 0).slice(0, NEARER);
  const rest = others.filter((found) => nearer.indexOf(found) < 0).slice(0, further);
  const hits = (/** @type {Found[]} */ some) => some.map((found) => hit(directory, ask, found));
  return { best: hits(chosen), nearer: hits(nearer), rest: hits(rest), good: good.length };
}
