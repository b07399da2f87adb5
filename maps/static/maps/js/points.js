/** The compact points of a city, read into features that the clusters understand. */

/**
 * `/map/points.json`: rows of [id, lon, lat, nature, form, name, trades], WGS-84.
 *
 * A row that is not a place with a position is left out; the list on the page still has it.
 *
 * @param {any} body
 * @returns {MapPoint[]}
 */
export function readPoints(body) {
  const rows = body && Array.isArray(body.places) ? body.places : [];
  /** @type {MapPoint[]} */
  const points = [];
  for (const row of rows) {
    const [id, lon, lat, nature, form, name, trades] = row;
    if (typeof id !== "string" || !isFinite(lon) || !isFinite(lat)) continue;
    points.push({
      id: id, lon: lon, lat: lat, nature: nature, form: form, name: name, trades: trades || [],
    });
  }
  return points;
}

/** The towns' names and where they stand: rows of [name, lon, lat]. @param {any} body */
export function readTowns(body) {
  const rows = body && Array.isArray(body.towns) ? body.towns : [];
  /** @type {NamedPoint[]} */
  const towns = [];
  for (const [name, lon, lat] of rows) {
    if (name && isFinite(lon) && isFinite(lat)) towns.push({ name: name, lon: lon, lat: lat });
  }
  return towns;
}

/**
 * The trade's name in the page's language; empty where nobody knows the code.
 *
 * @param {any} body @param {string} lang @param {string} code
 * @returns {string}
 */
export function tradeName(body, lang, code) {
  const names = (body && body.trades && body.trades[code]) || [];
  return (lang === "en" && names[1]) || names[0] || "";
}

/** @param {MapPoint[]} points @returns {PointFeature[]} */
export function asFeatures(points) {
  return points.map((point) => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: [point.lon, point.lat] },
    properties: point,
  }));
}

/**
 * The shape that stands for a nature, so that colour is never the only sign.
 *
 * @param {string} nature
 * @returns {"circle" | "square" | "triangle"}
 */
export function shapeOf(nature) {
  if (nature === "public") return "circle";
  return nature === "commercial" ? "square" : "triangle";
}
