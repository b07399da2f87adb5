/** The cards of the offline page, with the classes that the server's cards have. */

import { el, fact, linkTo, symbol } from "./elements.js";
import { spansOf } from "./finder.js";
import { say } from "./settings.js";
import { atMoment, ofStatus, onArrival, phoneOf } from "./verdict.js";
import { dayName, dayOf, distance, minutes, spans } from "./words.js";

const WALK_MOST_MIN = 120;

/**
 * What every card needs: words, where things are, the opened data, and today.
 *
 * @typedef {{ strings: Record<string, string>, sprite: string, lang: string, today: number,
 *   placeUrl: (id: string) => string, directory: Directory }} Desk
 */

/** @param {Desk} desk @param {{ name: string, name_en: string }} tag */
function named(desk, tag) {
  return desk.lang.slice(0, 2) === "en" && tag.name_en ? tag.name_en : tag.name;
}

/** @param {Desk} desk @param {OfflinePlace} place */
function kindOf(desk, place) {
  const { strings } = desk;
  const words = say(strings, "nature_" + place.nature) + " · " + say(strings, "form_" + place.form);
  const shape = symbol(desk.sprite, "n-" + place.nature, "shape shape-" + place.nature, 24);
  const demo = desk.directory.city.demo ? el("span", "demo", say(strings, "demo")) : null;
  return el("p", "place-kind", shape, words, demo);
}

/** @param {Verdict} verdict */
function verdictOf(verdict) {
  const more = verdict.more ? el("span", "", verdict.more) : null;
  const head = el("strong", "", verdict.head);
  return el("p", "verdict verdict-" + verdict.kind, head, more ? " " : null, more);
}

/** @param {Desk} desk @param {OfflinePlace} place @returns {HTMLElement[]} */
function factsOf(desk, place) {
  const { strings } = desk;
  const { city } = desk.directory;
  const rows = [];
  (place.peaks || []).forEach((peak) => {
    const span = say(strings, "peak", { span: peak.starts + "–" + peak.ends });
    const words = peak.be_there_by
      ? say(strings, "be_there_by", { time: peak.be_there_by, peak: span })
      : span;
    rows.push(fact(say(strings, "label_peak"), words));
  });
  const trades = city.trades.filter((trade) => (place.trades || []).indexOf(trade.code) >= 0);
  rows.push(fact(say(strings, "label_trades"), trades.length
    ? trades.map((trade) => named(desk, trade)).join(say(strings, "comma"))
    : say(strings, "not_known")));
  rows.push(fact(say(strings, "label_cost"),
    say(strings, "free_" + (place.free === undefined ? "unknown" : String(place.free)))));
  const facilities = city.facilities.filter((f) => (place.facilities || []).indexOf(f.code) >= 0);
  if (facilities.length) {
    const names = facilities.map((one) => named(desk, one));
    rows.push(fact(say(strings, "label_facilities"), names.join(say(strings, "comma"))));
  }
  rows.push(fact(say(strings, "label_address"), place.address));
  rows.push(fact(say(strings, "label_confirmed"), place.confirmed
    ? say(strings, "confirmed", { date: place.confirmed.on, office: place.confirmed.by })
    : say(strings, "not_confirmed")));
  return rows;
}

/** Calling and being led there work without this site. @param {Desk} desk @param {OfflinePlace} place */
function actionsOf(desk, place) {
  const { strings } = desk;
  const at = place.lat.toFixed(6) + "," + place.lon.toFixed(6);
  const geo = "geo:" + at + "?q=" + at + "(" + encodeURIComponent(place.name) + ")";
  const phone = phoneOf(place);
  const call = phone
    ? linkTo("tel:" + phone, "button button-call", icon(desk, "i-call"), say(strings, "call"), el("small", "", phone))
    : el("span", "button button-none", say(strings, "no_phone"));
  return el("div", "actions", linkTo(geo, "button button-go", icon(desk, "i-go"), say(strings, "navigate")), call);
}

/**
 * What a card says of an answer; the same words as maps/cards.py finds.
 *
 * @param {Desk} desk @param {Hit} hit
 */
export function wordsOf(desk, hit) {
  const { strings, today, directory } = desk;
  const first = directory.city.valid_from;
  const day = dayOf(hit.arrival);
  let hours = spans(strings, hit.today, day);
  if (hit.place.pattern === undefined) hours = say(strings, "hours_unknown");
  else if (!hit.known) hours = say(strings, "hours_unclear");
  return {
    verdict: onArrival(strings, first, hit, today),
    distance: distance(strings, hit.distance),
    walk: hit.minutes.walk > WALK_MOST_MIN
      ? say(strings, "walk_too_far")
      : say(strings, "walk", { t: minutes(strings, hit.minutes.walk) }),
    ebike: say(strings, "ebike", { t: minutes(strings, hit.minutes.ebike) }),
    day: dayName(strings, first, day, today),
    hours: hours,
  };
}

/** @param {Desk} desk @param {Hit} hit @returns {HTMLElement} */
export function card(desk, hit) {
  const { place } = hit;
  const words = wordsOf(desk, hit);
  const title = el("h3", "place-name", linkTo(desk.placeUrl(place.id), "", place.name));
  title.id = "p-" + place.id;
  const made = el("article", "place place-" + words.verdict.kind,
    title,
    kindOf(desk, place),
    verdictOf(words.verdict),
    el("ul", "way",
      el("li", "", el("b", "", words.distance)),
      el("li", "", icon(desk, "i-walk"), words.walk),
      el("li", "", icon(desk, "i-ebike"), words.ebike)),
    el("dl", "facts", fact(words.day, words.hours), ...factsOf(desk, place)),
    actionsOf(desk, place));
  made.setAttribute("data-id", place.id);
  made.setAttribute("aria-labelledby", title.id);
  return made;
}

/** @param {Desk} desk @param {string} name */
function icon(desk, name) {
  return symbol(desk.sprite, name, "icon", 32);
}

/** @param {Desk} desk @param {Hit} hit @returns {HTMLElement} */
export function row(desk, hit) {
  const { strings } = desk;
  const words = wordsOf(desk, hit);
  const shape = symbol(desk.sprite, "n-" + hit.place.nature, "shape shape-" + hit.place.nature, 24);
  const way = [
    words.distance,
    words.walk,
    words.ebike,
  ].join(" · ");
  const { head, more } = words.verdict;
  return el("li", "row place-" + words.verdict.kind,
    el("h3", "row-name", shape, linkTo(desk.placeUrl(hit.place.id), "", hit.place.name)),
    el("p", "verdict-small", head + (more ? say(strings, "pause") + more : "")),
    el("p", "row-way", way),
    el("p", "row-more", words.hours));
}

/**
 * The page of one place: its state now, its next seven days, how to reach it.
 *
 * @param {Desk} desk @param {OfflinePlace} place @param {OfflineStatus | null} status
 * @param {number} now
 * @returns {HTMLElement}
 */
export function placePage(desk, place, status, now) {
  const { strings, directory, today } = desk;
  const first = directory.city.valid_from;
  const known = spansOf(directory, place, now);
  const stopped = status && (status.status === "suspended" || status.status === "closed");
  const verdict = status && stopped
    ? ofStatus(strings, first, status, today)
    : atMoment(strings, first, place, known, now);
  const week = known === null ? [] : [0, 1, 2, 3, 4, 5, 6].map((ahead) => {
    const day = today + ahead;
    const name = el("th", "", dayName(strings, first, day, today));
    name.setAttribute("scope", "row");
    return el("tr", "", name, el("td", "", spans(strings, known, day)));
  });
  const hours = week.length
    ? el("table", "hours", el("tbody", "", ...week))
    : el("p", "warn", say(strings, "hours_unknown"));
  const made = el("article", "place place-page place-" + verdict.kind,
    el("h1", "place-name", place.name),
    kindOf(desk, place),
    verdictOf(verdict),
    actionsOf(desk, place),
    el("h2", "", say(strings, "label_hours")),
    hours,
    place.hours_note ? el("p", "note", place.hours_note) : null,
    el("dl", "facts", ...factsOf(desk, place), ...linesOf(desk, place)));
  made.setAttribute("data-id", place.id);
  return made;
}

/** @param {Desk} desk @param {OfflinePlace} place @returns {HTMLElement[]} */
function linesOf(desk, place) {
  const line = (/** @type {string} */ name, /** @type {string | undefined} */ phone) =>
    phone ? [fact(name, linkTo("tel:" + phone, "tel", phone))] : [];
  const contacts = (place.contacts || []).map((each) => line(each.label, each.phone));
  return [
    ...contacts,
    line(say(desk.strings, "label_hotline"), place.hotline),
    line(say(desk.strings, "label_complaints"), place.complaint_line),
  ].reduce((all, one) => all.concat(one), []);
}
