/** From an address to a question the kept directory can answer; see maps/origin.py, its twin. */

import { findNames, fold, foldPinyin, WEIGHTS, withoutEnding } from "./names.js";
import { readAt, readMode, readPosition } from "./query.js";

const CHOICES = 10;

/**
 * The trade named by code, name, synonym or the sound of one; an earlier kind of word wins.
 *
 * @param {OfflineTrade[]} trades @param {string} text
 * @returns {OfflineTrade | null}
 */
export function findTrade(trades, text) {
  const wanted = foldPinyin(text);
  if (!wanted) return null;
  /** @type {((trade: OfflineTrade) => string[])[]} */
  const kinds = [
    (trade) => [trade.code],
    (trade) => [trade.name],
    (trade) => trade.synonyms || [],
    (trade) => [trade.pinyin, trade.initials],
    (trade) => trade.sounds,
  ];
  for (const words of kinds) {
    for (const trade of trades) {
      if (words(trade).some((word) => foldPinyin(word) === wanted)) return trade;
    }
  }
  return null;
}

/** @param {Directory} directory */
function entries(directory) {
  const areas = directory.city.areas.map((area) => ({
    key: area.code, name: area.name, pinyin: area.pinyin, initials: area.initials,
    kind: /** @type {string} */ (area.level), weight: WEIGHTS[area.level],
    origin: originOfArea(area), aliases: /** @type {string[]} */ ([]),
  }));
  const places = directory.city.places.map((place) => ({
    key: place.id, name: place.name, pinyin: place.pinyin, initials: place.initials,
    kind: "place", weight: WEIGHTS.place, aliases: place.aliases || [],
    origin: /** @type {Origin | null} */ (
      { lon: place.lon, lat: place.lat, kind: "place", name: place.name }),
  }));
  return areas.concat(places);
}

/** The centre of a county or town. @param {OfflineArea} area @returns {Origin | null} */
function originOfArea(area) {
  if (area.level !== "county" && area.level !== "town") return null;
  if (area.lon === undefined || area.lat === undefined) return null;
  return { lon: area.lon, lat: area.lat, kind: "area", name: area.name };
}

/** @param {ReturnType<typeof entries>[0]} entry @param {string} text */
function namedInFull(entry, text) {
  const wanted = fold(text);
  if (entry.kind === "place") return fold(entry.name) === wanted;
  if (!entry.origin) return false;
  const short = withoutEnding(entry);
  return [entry, short].some((one) => one !== null &&
    [one.name, one.pinyin, one.initials].some((form) => form !== null && fold(form) === wanted));
}

/**
 * @param {Directory} directory @param {string} text
 * @returns {{ meant: Origin | null, found: ReturnType<typeof entries> }}
 */
export function findOrigin(directory, text) {
  const found = findNames(entries(directory), text, CHOICES).map((match) => match.entry);
  if (found.length === 1) return { meant: found[0].origin, found: found };
  const full = found.filter((entry) => namedInFull(entry, text));
  const areas = full.filter((entry) => entry.kind !== "place");
  const meant = full.length === 1 ? full[0] : areas.length === 1 ? areas[0] : null;
  return { meant: meant ? meant.origin : null, found: found };
}

/**
 * The question in an address; throws BadParameter where a part of it cannot be read.
 *
 * @param {Directory} directory @param {URLSearchParams} query
 * @param {number} now minutes from the data's first day @param {string} home the finder's path
 * @returns {Question}
 */
export function readQuestion(directory, query, now, home) {
  const { city } = directory;
  const word = (query.get("trade") || "").trim();
  /** @type {Question} */
  const question = {
    origin: null,
    at: readAt(query.get("at") || "", city.valid_from, now),
    mode: readMode(query),
    trade: findTrade(city.trades, word),
    unknownTrade: "",
    choices: [],
    unknownName: "",
  };
  if (word && !question.trade) question.unknownTrade = word;
  const position = readPosition(query);
  const name = (query.get("q") || "").trim();
  const region = (query.get("region") || "").trim();
  if (position) {
    question.origin = { lon: position[0], lat: position[1], kind: "position", name: "" };
  } else if (name) {
    readName(directory, question, name, query, home);
  } else if (region) {
    const area = city.areas.filter((each) => each.code === region)[0];
    question.origin = area ? originOfArea(area) : null;
    if (!area) question.unknownName = region;
  }
  return question;
}

/**
 * @param {Directory} directory @param {Question} question @param {string} name
 * @param {URLSearchParams} query @param {string} home
 */
function readName(directory, question, name, query, home) {
  const { meant, found } = findOrigin(directory, name);
  question.origin = meant;
  if (meant) return;
  const trade = found.length ? null : findTrade(directory.city.trades, name);
  if (trade) {
    // A trade typed where a name was asked for is a trade.
    question.trade = trade;
    question.unknownTrade = "";
  } else if (!found.length) {
    question.unknownName = name;
  }
  question.choices = found.map((entry) => {
    const next = new URLSearchParams(query.toString());
    next.delete("q");
    next.delete("region");
    if (entry.kind === "place") next.set("q", entry.name);
    else next.set("region", entry.key);
    return { name: entry.name, url: home + "?" + next.toString() };
  });
}
