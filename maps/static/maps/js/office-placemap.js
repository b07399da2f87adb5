/** The map on the page of a place: where it stands, on the outlines of its city. */

import { loadJson, loadScript, loadStyle } from "./load.js";
import { pointMap } from "./office-pointmap.js";

/** @param {HTMLElement} element */
async function show(element) {
  const about = element.dataset;
  await Promise.all([loadStyle(about.leafletCss || ""), loadScript(about.leaflet || "")]);
  const map = pointMap(element, about, null);
  map.show(Number(about.lon), Number(about.lat), Number(about.accuracy), true);
  map.draw(await loadJson(about.baseUrl || ""));
}

document.querySelectorAll("[data-place-map]").forEach((one) => {
  const element = /** @type {HTMLElement} */ (one);
  // The page says the position in words as well.
  show(element).catch((error) => { element.hidden = true; console.warn(error); });
});
