/**
 * The finder's canonical addresses, spelt as maps/params.py spells them: defaults are left out,
 * and WGS-84 is the default datum.
 */

const DEFAULT_MODE = "ebike";

/**
 * Five decimals are about a metre: enough to walk by, and the same spot gives the same address.
 *
 * @param {number} degrees
 */
function rounded(degrees) {
  return String(Math.round(degrees * 1e5) / 1e5);
}

/**
 * The address that answers from a WGS-84 point, keeping the trade, moment and mode asked for.
 *
 * @param {string} home the finder's path in the page's language
 * @param {{ lon: number, lat: number }} point
 * @param {{ trade?: string | null, at?: string | null, mode?: string | null }} kept
 * @returns {string}
 */
export function answerUrl(home, point, kept) {
  const query = new URLSearchParams();
  query.set("lon", rounded(point.lon));
  query.set("lat", rounded(point.lat));
  if (kept.trade) query.set("trade", kept.trade);
  if (kept.at && kept.at !== "now") query.set("at", kept.at);
  if (kept.mode && kept.mode !== DEFAULT_MODE) query.set("mode", kept.mode);
  return home + "?" + query.toString();
}
