/**
 * WGS-84, GCJ-02 (Amap, Tencent, WeChat) and BD-09 (Baidu); degrees, longitude first.
 *
 * The twin of geo/datum.py, fading out over the same last tenth of a degree around China.
 */

const WEST = 72.004, EAST = 137.8347, SOUTH = 0.8293, NORTH = 55.8271;
const FADE = 0.1;
const A = 6378245;
const EE = 0.00669342162296594323;
const BD_ANGLE = (Math.PI * 3000) / 180;
const STEP = 1e-11;
const MAX_STEPS = 60;
const DEGREES = 180 / Math.PI;
const PI = Math.PI;
const sin = Math.sin;

/** @typedef {[number, number]} Pair */

/** @param {number} lon @param {number} lat */
function strength(lon, lat) {
  const edge = Math.min(lon - WEST, EAST - lon, lat - SOUTH, NORTH - lat);
  return Math.min(1, Math.max(0, edge / FADE));
}

/** The GCJ-02 field at a WGS-84 position. @param {number} lon @param {number} lat @returns {Pair} */
function gcjShift(lon, lat) {
  const x = lon - 105, y = lat - 35;
  const wave = ((20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2) / 3;
  const root = Math.sqrt(Math.abs(x));
  let north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + wave;
  north += ((20 * sin(y * PI) + 40 * sin((y / 3) * PI)) * 2) / 3;
  north += ((160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3;
  let east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + wave;
  east += ((20 * sin(x * PI) + 40 * sin((x / 3) * PI)) * 2) / 3;
  east += ((150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3;
  const phi = lat / DEGREES;
  const w2 = 1 - EE * sin(phi) * sin(phi);
  const w = Math.sqrt(w2);
  north = (north / ((A * (1 - EE)) / (w2 * w))) * DEGREES;
  east = (east / ((A / w) * Math.max(Math.cos(phi), 1e-9))) * DEGREES;
  const s = strength(lon, lat);
  return [s * east, s * north];
}

/** The BD-09 field at a GCJ-02 position. @param {number} lon @param {number} lat @returns {Pair} */
function bdShift(lon, lat) {
  const radius = Math.sqrt(lon * lon + lat * lat) + 0.00002 * sin(lat * BD_ANGLE);
  const angle = Math.atan2(lat, lon) + 0.000003 * Math.cos(lon * BD_ANGLE);
  const s = strength(lon, lat);
  return [
    s * (radius * Math.cos(angle) + 0.0065 - lon),
    s * (radius * sin(angle) + 0.006 - lat),
  ];
}

/**
 * @param {(lon: number, lat: number) => Pair} shift @param {number} lon @param {number} lat
 * @returns {Pair}
 */
function moved(shift, lon, lat) {
  const by = shift(lon, lat);
  return [lon + by[0], lat + by[1]];
}

/**
 * The position that `shift` moves to (lon, lat); the field is a contraction, so this settles.
 *
 * @param {(lon: number, lat: number) => Pair} shift @param {number} lon @param {number} lat
 * @returns {Pair}
 */
function solve(shift, lon, lat) {
  let x = lon, y = lat;
  for (let step = 0; step < MAX_STEPS; step++) {
    const by = shift(x, y);
    const nextX = lon - by[0], nextY = lat - by[1];
    const settled = Math.max(Math.abs(nextX - x), Math.abs(nextY - y)) < STEP;
    x = nextX;
    y = nextY;
    if (settled) break;
  }
  return [x, y];
}

/**
 * WGS-84 from the datum named in a URL; null for a name that is none of the three.
 *
 * @param {number} lon @param {number} lat @param {string} datum
 * @returns {Pair | null}
 */
export function toWgs84(lon, lat, datum) {
  if (datum === "wgs84") return [lon, lat];
  if (datum === "gcj02") return solve(gcjShift, lon, lat);
  if (datum !== "bd09") return null;
  const gcj = solve(bdShift, lon, lat);
  return solve(gcjShift, gcj[0], gcj[1]);
}

/**
 * A WGS-84 point in the datum a service reads.
 *
 * @param {number} lon @param {number} lat @param {"wgs84" | "gcj02" | "bd09"} datum
 * @returns {Pair}
 */
export function fromWgs84(lon, lat, datum) {
  if (datum === "wgs84") return [lon, lat];
  const gcj = moved(gcjShift, lon, lat);
  return datum === "gcj02" ? gcj : moved(bdShift, gcj[0], gcj[1]);
}
