/** The map in a frame of another site: the same map, whose ways on lead out of the frame. */

import { loadJson, loadScript, loadStyle } from "./load.js";
import { drawMap } from "./map.js";
import { readPoints, readTowns, tradeName } from "./points.js";
import { readJson, say } from "./settings.js";

const settings = readJson("settings");
/** @type {Record<string, string>} */
const strings = readJson("strings");
const files = (document.getElementById("main-script") || document.documentElement).dataset;

/**
 * The county alone where one is asked for, so that the map opens on it.
 *
 * @param {any} basemap @param {string} region
 */
function only(basemap, region) {
  const found = basemap.features.filter((/** @type {any} */ one) => one.id === region);
  return found.length ? { type: "FeatureCollection", features: found } : basemap;
}

/** @param {HTMLElement} element */
async function show(element) {
  const before = Array.from(element.childNodes);
  const urls = settings.urls;
  try {
    const loaded = await Promise.all([
      loadJson(urls.points),
      loadJson(urls.basemap).catch(() => ({ type: "FeatureCollection", features: [] })),
      loadStyle(files.leafletCss || ""),
      loadScript(files.leaflet || ""),
      loadScript(files.supercluster || ""),
    ]);
    const asked = settings.ask.trade;
    element.textContent = "";
    element.classList.add("map-live");
    drawMap({
      element: element,
      strings: strings,
      home: urls.finder,
      placeUrl: (id) => urls.place.replace("__id__", id),
      points: readPoints(loaded[0]).filter((one) => !asked || one.trades.indexOf(asked) >= 0),
      towns: readTowns(loaded[0]),
      tradeName: (code) => tradeName(loaded[0], settings.lang, code),
      go: (url) => window.open(url, "_top"),
      basemap: only(loaded[1], settings.region),
      ask: settings.ask,
      answers: [],
      tianditu: settings.tianditu && settings.tianditu.key ? settings.tianditu : null,
    });
  } catch (error) {
    element.textContent = "";
    element.classList.remove("map-live");
    before.forEach((node) => element.appendChild(node));
    const status = document.getElementById("status");
    if (status) status.textContent = say(strings, "map_failed");
    console.warn(error);
  }
}

const element = document.getElementById("map");
if (element) show(element);
