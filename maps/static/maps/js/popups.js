/** What a tap or Enter on a place opens; fetched when somebody turns to the map. */

import { linkTo } from "./elements.js";
import { factsOnPage } from "./placefacts.js";
import { say } from "./settings.js";
import { answerUrl } from "./urls.js";
import { distance } from "./words.js";

const MOST_TRADES = 5;

/** @type {Record<string, PlaceFacts> | null} */
let facts = null;

/**
 * A place in short, below its name: what the page has already said of it, else what the map knows.
 *
 * @param {HTMLElement} box @param {LeafletMap} map @param {MapParts} parts @param {MapPoint} point
 */
export function fillCard(box, map, parts, point) {
  const { strings, ask } = parts;
  facts = facts || factsOnPage(document);
  const said = facts[point.id] || {};
  line(box, "p", say(strings, point.nature) + " · " + say(strings, point.form));
  if (said.verdict) line(box, "p", said.verdict).className = "map-verdict";
  if (said.way) line(box, "p", said.way);
  else if (typeof ask.lon === "number" && typeof ask.lat === "number") {
    line(box, "p", distance(strings, map.distance([ask.lat, ask.lon], [point.lat, point.lon])));
  }
  if (said.hours) line(box, "p", said.hours);
  if (!said.verdict) {
    const trades = point.trades.map((code) => parts.tradeName(code)).filter(Boolean);
    const more = trades.length > MOST_TRADES ? " …" : "";
    if (trades.length) line(box, "p", trades.slice(0, MOST_TRADES).join(" · ") + more);
  }
  box.appendChild(link(parts.placeUrl(point.id), say(strings, "map_details")));
  box.appendChild(link(answerUrl(parts.home, point, ask), say(strings, "map_from_here")));
}

/** @param {HTMLElement} box @param {string} tag @param {string} words */
function line(box, tag, words) {
  const made = document.createElement(tag);
  made.textContent = words;
  box.appendChild(made);
  return made;
}

/** @param {string} url @param {string} words @returns {HTMLElement} */
function link(url, words) {
  return linkTo(url, "map-link", words);
}
