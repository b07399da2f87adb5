/** The planner's map on a page: reads the features beside it, and follows the ticks of its list. */

import { loadScript, loadStyle } from "./load.js";
import { layeredMap } from "./planner-layermap.js";

/** @param {HTMLElement} element */
async function show(element) {
  const about = element.dataset;
  const data = element.querySelector('script[type="application/json"]');
  const layers = JSON.parse((data && data.textContent) || "{}");
  await Promise.all([loadStyle(about.leafletCss || ""), loadScript(about.leaflet || "")]);
  element.hidden = false;
  const frame = /** @type {HTMLElement} */ (element.querySelector(".layered-map"));
  const map = layeredMap(frame, { zoomIn: about.zoomIn || "+", zoomOut: about.zoomOut || "−" });
  element.querySelectorAll("input").forEach((tick) => {
    map.add(tick.value, layers[tick.value] || []);
    map.toggle(tick.value, tick.checked);
    tick.addEventListener("change", () => map.toggle(tick.value, tick.checked));
  });
  map.frame();
}

document.querySelectorAll("[data-layered-map]").forEach((one) => {
  const element = /** @type {HTMLElement} */ (one);
  // The tables say the same.
  show(element).catch((error) => { element.hidden = true; console.warn(error); });
});
