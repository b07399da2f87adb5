/** The page that stands in for any other when there is no network: works the answer out here. */

import { el, linkTo } from "./elements.js";
import { answer, inDate, openDirectory, resolve, statusOn } from "./finder.js";
import { loadJson } from "./load.js";
import { card, named, overview, placePage, row } from "./offlinecards.js";
import { readQuestion } from "./offlineask.js";
import { timeOptions, waysOf } from "./offlineways.js";
import { BadParameter, fromForm, minutesSince } from "./query.js";
import { readJson, say } from "./settings.js";
import { date, distance, moment } from "./words.js";

const FINDER = /^\/(en\/)?(offline)?$/;
// Who opens an address a little late is on the way; later, the moment is over.
const PAST_AFTER = 30;
const PLACE = /^\/(?:en\/)?p\/([0-9a-z]{4,12})(?:\/.*)?$/;

/** @typedef {{ urls: { finder: string, place: string }, data: string, sprite: string, lang: string }} Settings */

/** @param {HTMLElement} main @param {Record<string, string>} strings @param {Settings} settings */
async function start(main, strings, settings) {
  /** @type {OfflineCity} */
  let city;
  try {
    city = await loadJson(settings.data);
  } catch (error) {
    main.appendChild(el("p", "warn", say(strings, "no_data")));
    return;
  }
  const now = minutesSince(city.valid_from, Date.now());
  /** @type {Desk} */
  const desk = {
    strings: strings,
    sprite: settings.sprite,
    lang: settings.lang,
    today: Math.floor(now / 1440),
    trade: "",
    placeUrl: (/** @type {string} */ id) => settings.urls.place.replace("__id__", id),
    directory: openDirectory(city),
  };
  const built = minutesSince(city.valid_from, Date.parse(city.built_at + ":00+08:00"));
  const since = moment(strings, city.valid_from, built, desk.today);
  main.appendChild(el("p", "notice notice-offline",
    el("strong", "", say(strings, "as_of", { date: since })),
    el("small", "", say(strings, "only_city", { city: cityName(city) }))));
  const place = PLACE.exec(location.pathname);
  if (place && location.pathname.slice(-7) === "/report") {
    main.appendChild(el("p", "warn", say(strings, "needs_network")));
  }
  if (place) showPlace(main, desk, place[1], now);
  else if (FINDER.test(location.pathname)) showFinder(main, desk, settings, now);
  else main.appendChild(el("p", "warn", say(strings, "not_kept")));
  // The kept page says at its foot how old the data were when it was kept, which is not now.
  const foot = document.querySelector(".foot p");
  if (foot) foot.textContent = say(strings, "issue", { number: city.number });
}

/** @param {OfflineCity} city */
function cityName(city) {
  const area = city.areas.filter((each) => each.code === city.city)[0];
  return area ? area.name : "";
}

/** @typedef {Parameters<typeof card>[0]} Desk */

/** @param {HTMLElement} main @param {Desk} desk @param {string} id @param {number} now */
function showPlace(main, desk, id, now) {
  const { strings, directory, today } = desk;
  const found = resolve(directory, id, today);
  if (!found) {
    main.appendChild(el("p", "warn", say(strings, "unknown_place")));
    return;
  }
  found.via.forEach((left) => {
    const status = statusOn(left, today);
    const since = date(strings, directory.city.valid_from, status ? status.start : today, today);
    const words = say(strings, "moved_here", { name: left.name, date: since });
    main.appendChild(el("p", "notice notice-moved", words));
  });
  warnIfOld(main, desk, now);
  main.appendChild(placePage(desk, found.place, statusOn(found.place, today), now));
  document.title = found.place.name + " · " + say(strings, "title");
}

/** @param {HTMLElement} main @param {Desk} desk @param {number} at */
function warnIfOld(main, desk, at) {
  if (!inDate(desk.directory.city, at)) {
    main.appendChild(el("p", "warn", say(desk.strings, "too_old")));
  }
}

/** @param {HTMLElement} main @param {Desk} desk @param {Settings} settings @param {number} now */
function showFinder(main, desk, settings, now) {
  const { strings, directory } = desk;
  const first = directory.city.valid_from;
  const home = settings.urls.finder;
  let query = new URLSearchParams(location.search);
  /** @type {Question | null} */
  let question = null;
  try {
    query = fromForm(query, first, now);
    question = readQuestion(directory, query, now, home);
  } catch (error) {
    if (!(error instanceof BadParameter)) throw error;
    main.appendChild(el("p", "warn", say(strings, "bad_address", { name: error.parameter })));
    query = new URLSearchParams();
  }
  if (question) {
    desk.trade = question.trade ? question.trade.code : "";
    // A trade typed where a name was asked for stays the trade of every further link.
    if (desk.trade) query.set("trade", desk.trade);
    ask(main, desk, question, query, home, now);
  }
  const answered = question !== null && question.origin !== null;
  main.appendChild(waysOf(desk, query, home, now, answered));
}

/**
 * What is asked, as it was understood, and the answer.
 *
 * @param {HTMLElement} main @param {Desk} desk @param {Question} question
 * @param {URLSearchParams} query @param {string} home @param {number} now
 */
function ask(main, desk, question, query, home, now) {
  const { strings, directory } = desk;
  const trade = question.trade ? named(desk, question.trade) : "";
  if (question.origin) {
    const from = nameOf(strings, question.origin);
    const title = say(strings, trade ? "near_trade" : "near", { place: from, trade: trade });
    const when = moment(strings, directory.city.valid_from, question.at, desk.today);
    const said = question.at === now
      ? say(strings, "setting_out_now")
      : say(strings, "setting_out", { moment: when });
    const how = say(strings, "by_" + question.mode);
    const past = question.at < now - PAST_AFTER ? el("p", "warn", say(strings, "past")) : null;
    main.appendChild(el("div", "asked", el("h1", "", title),
      el("ul", "when-chips", ...timeOptions(desk, query, home, now)),
      el("p", "asked-how", said + say(strings, "pause") + how), past));
  } else {
    main.appendChild(el("div", "asked", el("h1", "", say(strings, "title"))));
  }
  if (question.unknownTrade) {
    main.appendChild(el("p", "warn", say(strings, "trade_unknown", { trade: question.unknownTrade })));
  }
  if (question.unknownName) {
    const city = cityName(directory.city);
    const words = say(strings, "no_name", { name: question.unknownName, city: city });
    main.appendChild(el("p", "warn", words));
  }
  if (question.choices.length && !question.origin) {
    main.appendChild(section(say(strings, "choose"), el("ul", "options",
      ...question.choices.map((one) => el("li", "", linkTo(one.url, "", one.name))))));
  }
  if (question.origin) showAnswer(main, desk, question, question.origin, trade);
}

/**
 * @param {HTMLElement} main @param {Desk} desk @param {Question} question @param {Origin} origin
 * @param {string} trade its name, empty for any
 */
function showAnswer(main, desk, question, origin, trade) {
  const { strings, directory } = desk;
  warnIfOld(main, desk, question.at);
  const found = answer(directory, {
    lon: origin.lon,
    lat: origin.lat,
    at: question.at,
    mode: question.mode,
    trade: question.trade ? question.trade.code : null,
  });
  if (!found.best.length) {
    main.appendChild(el("p", "warn", say(strings, "nothing")));
    return;
  }
  const far = found.best.every((hit) => hit.far);
  const notes = [];
  if (far) {
    const nearest = Math.min.apply(null, found.best.map((hit) => hit.distance));
    const words = { cities: cityName(directory.city), distance: distance(strings, nearest) };
    notes.push(el("p", "note", say(strings, "far_where", words)));
  }
  if (!far) notes.push(el("p", "note", say(strings, "by_line")));
  const year = unannounced(desk, found.best.concat(found.nearer, found.rest));
  if (year) notes.push(el("p", "warn", say(strings, "unannounced", { year: year })));
  const cards = found.best.map((hit) => card(desk, hit));
  const glance = cards.length > 1 ? [overview(desk, found.best, question.mode)] : [];
  const title = far ? say(strings, trade ? "far_trade" : "far_any", { trade: trade })
    : say(strings, titleOf(found), { n: found.good });
  const best = section(title, ...notes, ...glance, ...cards);
  best.className = "answers";
  main.appendChild(best);
  [{ key: "nearer", hits: found.nearer }, { key: "rest", hits: found.rest }].forEach((group) => {
    const rows = group.hits.map((hit) => row(desk, hit));
    if (rows.length) main.appendChild(section(say(strings, group.key), el("ul", "rows", ...rows)));
  });
}

/** @param {Answer} found */
function titleOf(found) {
  if (!found.good) return "fallback";
  if (found.good < found.best.length) return "best_mixed";
  return found.best.some((hit) => Boolean(hit.wait)) ? "best_some_soon" : "best";
}

/** The first year whose holidays an answer waits for; 0 for none. @param {Desk} desk @param {Hit[]} hits */
function unannounced(desk, hits) {
  const { city } = desk.directory;
  const begin = Date.parse(city.valid_from + "T00:00:00Z");
  /** @type {number[]} */
  const missing = [];
  hits.forEach((hit) => hit.today.filter((span) => span.open === null).forEach((span) => {
    [span.start, span.end - 1].forEach((at) => {
      const year = new Date(begin + at * 60000).getUTCFullYear();
      if (city.years.indexOf(year) < 0) missing.push(year);
    });
  }));
  return missing.length ? Math.min.apply(null, missing) : 0;
}

/** @param {string} title @param {...HTMLElement} inside */
function section(title, ...inside) {
  return el("section", "", el("h2", "", title), ...inside);
}

/** @param {Record<string, string>} strings @param {Origin} origin */
function nameOf(strings, origin) {
  if (origin.kind === "position") return say(strings, "your_point");
  return origin.kind === "area" ? say(strings, "area_centre", { area: origin.name }) : origin.name;
}

const main = document.getElementById("offline-answer");
if (main) start(main, readJson("offline-words"), readJson("settings"));
