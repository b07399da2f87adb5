/** What an address asks, read without network as maps/params.py and maps/readers.py read it. */

import { toWgs84 } from "./datum.js";

const NUMBER = /^[+-]?\d{1,4}(\.\d{1,17})?$/;
const RELATIVE = /^(today|tomorrow) ([01]\d|2[0-3]):([0-5]\d)$/;
const LOCAL = /^(\d{4}-\d\d-\d\d)[T ]([01]\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?(?:[+ ]08:?00)?$/;
const MODES = ["walk", "ebike"];
const MINUTE = 60000;

/** A parameter that cannot be read. */
export class BadParameter extends Error {
  /** @param {string} parameter */
  constructor(parameter) {
    super(parameter);
    this.parameter = parameter;
  }
}

/**
 * Minutes from 00:00 of `first` (ISO) to a moment on the phone's clock, in Beijing time.
 *
 * @param {string} first @param {number} epochMs
 */
export function minutesSince(first, epochMs) {
  return Math.floor(epochMs / MINUTE) + 480 - Date.parse(first + "T00:00:00Z") / MINUTE;
}

/**
 * @param {string} text @param {string} first the data's first day, ISO
 * @param {number} now minutes since then
 * @returns {number}
 */
export function readAt(text, first, now) {
  const asked = text.trim();
  if (asked === "" || asked === "now") return now;
  const relative = RELATIVE.exec(asked);
  if (relative) {
    const day = Math.floor(now / 1440) + (relative[1] === "tomorrow" ? 1 : 0);
    return day * 1440 + Number(relative[2]) * 60 + Number(relative[3]);
  }
  const local = LOCAL.exec(asked);
  const midnight = local ? Date.parse(local[1] + "T00:00:00Z") : NaN;
  // A day such as 30 February is refused by some engines and carried over by others.
  if (!local || isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== local[1]) {
    throw new BadParameter("at");
  }
  const days = (midnight - Date.parse(first + "T00:00:00Z")) / (1440 * MINUTE);
  return days * 1440 + Number(local[2]) * 60 + Number(local[3]);
}

/**
 * The WGS-84 position an address names, or null where it names none.
 *
 * @param {URLSearchParams} query
 * @returns {[number, number] | null}
 */
export function readPosition(query) {
  const lon = (query.get("lon") || "").trim(), lat = (query.get("lat") || "").trim();
  if (!lon && !lat) return null;
  if (!NUMBER.test(lon)) throw new BadParameter("lon");
  if (!NUMBER.test(lat)) throw new BadParameter("lat");
  const x = Number(lon), y = Number(lat);
  if (x < 73 || x > 136) throw new BadParameter("lon");
  if (y < 3 || y > 54) throw new BadParameter("lat");
  const point = toWgs84(x, y, query.get("datum") || "wgs84");
  if (!point) throw new BadParameter("datum");
  return point;
}

/** @param {URLSearchParams} query */
export function readMode(query) {
  const mode = query.get("mode") || "ebike";
  if (MODES.indexOf(mode) < 0) throw new BadParameter("mode");
  return mode;
}

/**
 * The shareable form of what a form without JavaScript sends: `coords`, and `when` with its
 * `date` and `time`. A tap on a picture cannot be read without the picture.
 *
 * @param {URLSearchParams} sent @param {string} first the data's first day, ISO
 * @param {number} now minutes since then
 * @returns {URLSearchParams}
 */
export function fromForm(sent, first, now) {
  const query = new URLSearchParams(sent.toString());
  const coords = (sent.get("coords") || "").replace(/[，,]/g, " ").trim().split(/\s+/);
  if (coords[0]) {
    if (coords.length !== 2) throw new BadParameter("coords");
    query.set("lon", coords[0]);
    query.set("lat", coords[1]);
  }
  const when = sent.get("when");
  if (when === "now") query.delete("at");
  if (when === "dawn") query.set("at", now % 1440 < 300 ? "today 05:00" : "tomorrow 05:00");
  if (when === "choose") {
    const today = new Date(Date.parse(first + "T00:00:00Z") + now * MINUTE);
    const day = sent.get("date") || today.toISOString().slice(0, 10);
    query.set("at", day + "T" + (sent.get("time") || "05:00"));
  }
  return query;
}
