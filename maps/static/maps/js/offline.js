/** The page that stands in for any other when there is no network: works the answer out here. */

import { el, linkTo } from "./elements.js";
import { answer, inDate, openDirectory, resolve, statusOn } from "./finder.js";
import { loadJson } from "./load.js";
import { card, placePage, row } from "./offlinecards.js";
import { readQuestion } from "./offlineask.js";
import { BadParameter, fromForm, minutesSince } from "./query.js";
import { readJson, say } from "./settings.js";
import { date, moment } from "./words.js";

const FINDER = /^\/(en\/)?(offline)?$/;
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
  const desk = {
    strings: strings,
    sprite: settings.sprite,
    lang: settings.lang,
    today: Math.floor(now / 1440),
    placeUrl: (/** @type {string} */ id) => settings.urls.place.replace("__id__", id),
    directory: openDirectory(city),
  };
  main.appendChild(el("p", "notice notice-offline", say(strings, "as_of", {
    date: city.built_at.replace("T", " "),
    number: city.number,
  })));
  const place = PLACE.exec(location.pathname);
  if (place) showPlace(main, desk, place[1], now);
  else if (FINDER.test(location.pathname)) showFinder(main, desk, settings, now);
  else main.appendChild(el("p", "warn", say(strings, "not_kept")));
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
  /** @type {Question} */
  let question;
  try {
    const query = fromForm(new URLSearchParams(location.search), first, now);
    question = readQuestion(directory, query, now, settings.urls.finder);
  } catch (error) {
    if (!(error instanceof BadParameter)) throw error;
    main.appendChild(el("p", "warn", say(strings, "bad_address", { name: error.parameter })));
    return;
  }
  if (question.origin) {
    const from = nameOf(strings, question.origin);
    const at = moment(strings, first, question.at, desk.today);
    main.appendChild(el("h1", "", say(strings, "near", { place: from })));
    main.appendChild(el("p", "asked-how", say(strings, "setting_out", { at: at })));
  } else {
    main.appendChild(el("h1", "", say(strings, "title")));
  }
  if (question.unknownTrade) {
    main.appendChild(el("p", "warn", say(strings, "trade_unknown", { trade: question.unknownTrade })));
  }
  if (question.trade) {
    const name = settings.lang.slice(0, 2) === "en" ? question.trade.name_en : question.trade.name;
    main.appendChild(el("p", "note", say(strings, "trade_asked", { trade: name })));
  }
  if (question.unknownName) {
    main.appendChild(el("p", "warn", say(strings, "no_name", { name: question.unknownName })));
  }
  if (question.choices.length && !question.origin) {
    main.appendChild(section(say(strings, "choose"), el("ul", "options",
      ...question.choices.map((one) => el("li", "", linkTo(one.url, "", one.name))))));
  }
  if (question.origin) showAnswer(main, desk, question, question.origin);
}

/** @param {HTMLElement} main @param {Desk} desk @param {Question} question @param {Origin} origin */
function showAnswer(main, desk, question, origin) {
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
  const cards = found.best.map((hit) => card(desk, hit));
  const soon = found.best.some((hit) => !hit.opens);
  const title = found.fallback ? "fallback" : soon ? "best_some_soon" : "best";
  main.appendChild(section(say(strings, title), ...cards));
  [{ key: "nearer", hits: found.nearer }, { key: "rest", hits: found.rest }].forEach((group) => {
    const rows = group.hits.map((hit) => row(desk, hit));
    if (rows.length) main.appendChild(section(say(strings, group.key), el("ul", "rows", ...rows)));
  });
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
