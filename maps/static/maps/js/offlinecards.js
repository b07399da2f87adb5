/** The cards of the offline page, with the classes that the server's cards have. */

import { el, fact, linkTo, symbol } from "./elements.js";
import { spansOf } from "./finder.js";
import { say } from "./settings.js";
import { atMoment, ofStatus, onArrival, phoneOf } from "./verdict.js";
import { dayName, dayOf, distance, minutes, spans } from "./words.js";

const WALK_MOST_MIN = 120;
// A name that says it need not be marked again.
const DEMO = "演示";
const TRADES_SHOWN = 5;
const ROW_TRADES = 3;

/**
 * What every card needs: words, where things are, the opened data, today, the trade asked for.
 *
 * @typedef {{ strings: Record<string, string>, sprite: string, lang: string, today: number,
 *   trade: string, placeUrl: (id: string) => string, directory: Directory }} Desk
 */

/** @param {Desk} desk @param {{ name: string, name_en: string }} tag */
export function named(desk, tag) {
  return desk.lang.slice(0, 2) === "en" && tag.name_en ? tag.name_en : tag.name;
}

/** @param {Desk} desk @param {OfflinePlace} place */
function kindOf(desk, place) {
  const { strings } = desk;
  const words = say(strings, "nature_" + place.nature) + " · " + say(strings, "form_" + place.form);
  const shape = symbol(desk.sprite, "n-" + place.nature, "shape shape-" + place.nature, 24);
  const demo = desk.directory.city.demo && place.name.indexOf(DEMO) < 0 ? el("span", "demo", say(strings, "demo")) : null;
  return el("p", "place-kind", shape, words, demo);
}

/** @param {Verdict} verdict */
function verdictOf(verdict) {
  const more = verdict.more ? el("span", "", verdict.more) : null;
  const head = el("strong", "", verdict.head);
  return el("p", "verdict verdict-" + verdict.kind, head, more ? " " : null, more);
}

/** @param {Desk} desk @param {OfflinePlace} place @returns {HTMLElement[]} */
function peaksOf(desk, place) {
  const { strings } = desk;
  return (place.peaks || []).map((peak) => {
    const span = say(strings, "peak", { span: peak.starts + "–" + peak.ends });
    const words = peak.be_there_by
      ? say(strings, "be_there_by", { time: peak.be_there_by, peak: span })
      : span;
    return fact(say(strings, "label_peak"), el("b", "peak", words));
  });
}

/**
 * The trade asked for first, then those most hired, as on the server's card.
 *
 * @param {Desk} desk @param {OfflinePlace} place @param {number} most
 * @returns {HTMLElement | string}
 */
function tradesOf(desk, place, most) {
  const codes = place.trades || [];
  const main = place.main || 0;
  const corners = place.corners || {};
  const asked = codes.filter((code) => code === desk.trade);
  const ordered = asked.concat(codes.filter((code) => code !== desk.trade)).slice(0, most);
  /** @type {HTMLElement[]} */
  const items = [];
  ordered.forEach((code) => {
    const trade = desk.directory.city.trades.filter((each) => each.code === code)[0];
    if (!trade) return;
    const kind = code === desk.trade ? " trade-asked" : codes.indexOf(code) < main ? " trade-main" : "";
    const corner = corners[code] ? el("small", "", corners[code]) : null;
    const text = el("span", "", named(desk, trade), corner);
    items.push(el("li", "trade" + kind, icon(desk, "t-" + (trade.icon || code)), text));
  });
  return items.length ? el("ul", "trades", ...items) : say(desk.strings, "not_known");
}

/** @param {Desk} desk @param {OfflinePlace} place @param {number} trades how many at most */
function factsOf(desk, place, trades) {
  const { strings } = desk;
  const rows = [fact(say(strings, "label_address"), place.address)];
  rows.push(fact(say(strings, "label_trades"), tradesOf(desk, place, trades)));
  const free = place.free === undefined ? say(strings, "not_known") : say(strings, "free_" + place.free);
  rows.push(fact(say(strings, "label_cost"), place.free ? el("b", "free", free) : free));
  const has = place.facilities || [];
  const facilities = desk.directory.city.facilities.filter((one) => has.indexOf(one.code) >= 0);
  if (facilities.length) {
    const names = facilities.map((one) => named(desk, one));
    rows.push(fact(say(strings, "label_facilities"), names.join(say(strings, "comma"))));
  }
  rows.push(fact(say(strings, "label_confirmed"), place.confirmed
    ? place.confirmed.on + " " + place.confirmed.by
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
    walk: hit.far ? "" : hit.minutes.walk > WALK_MOST_MIN
      ? say(strings, "walk_too_far")
      : say(strings, "walk", { t: minutes(strings, hit.minutes.walk) }),
    ebike: hit.far ? "" : say(strings, "ebike", { t: minutes(strings, hit.minutes.ebike) }),
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
      words.walk ? el("li", "", icon(desk, "i-walk"), words.walk) : null,
      words.ebike ? el("li", "", icon(desk, "i-ebike"), words.ebike) : null),
    el("dl", "facts",
      fact(words.day, words.hours, place.hours_note ? el("small", "", place.hours_note) : ""),
      ...peaksOf(desk, place)),
    actionsOf(desk, place),
    el("dl", "facts", ...factsOf(desk, place, TRADES_SHOWN)));
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
  const way = [words.distance, words.walk, words.ebike].filter((one) => one).join(" · ");
  const { head, more } = words.verdict;
  const trades = desk.directory.city.trades;
  const hired = (hit.place.trades || []).slice(0, ROW_TRADES)
    .map((code) => trades.filter((trade) => trade.code === code)[0])
    .filter((trade) => trade)
    .map((trade) => named(desk, trade)).join(say(strings, "comma"));
  const kind = say(strings, "nature_" + hit.place.nature);
  return el("li", "row place-" + words.verdict.kind,
    el("h3", "row-name", shape, linkTo(desk.placeUrl(hit.place.id), "", hit.place.name)),
    el("p", "verdict-small", head, more ? el("span", "", more) : null),
    el("p", "row-way", way),
    el("p", "row-more",
      [kind, words.day + " " + words.hours, hired].filter((one) => one).join(" · ")));
}

/**
 * The three answers on a few lines, each leading to its card.
 *
 * @param {Desk} desk @param {Hit[]} hits @param {string} mode
 */
export function overview(desk, hits, mode) {
  return el("ol", "glance", ...hits.map((hit) => {
    const words = wordsOf(desk, hit);
    const way = mode === "walk" || hit.far ? words.walk : minutes(desk.strings, hit.minutes.ebike);
    const brief = words.verdict.brief || words.verdict.head;
    const before = [words.distance, way].filter((one) => one).join(" · ") + " · ";
    return el("li", "", linkTo("#p-" + hit.place.id, "",
      symbol(desk.sprite, "n-" + hit.place.nature, "shape shape-" + hit.place.nature, 24),
      el("span", "glance-name", hit.place.name),
      el("span", "glance-way", before, el("b", "glance-" + words.verdict.kind, brief))));
  }));
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
    el("dl", "facts",
      ...peaksOf(desk, place), ...factsOf(desk, place, 99), ...linesOf(desk, place)));
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
