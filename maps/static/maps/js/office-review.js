/** The map of a proposal: the point that stands and the one proposed, on our own outlines. */

import { loadJson } from "./load.js";
import { readJson } from "./settings.js";

const NOT_TOO_CLOSE = 16;

/** @param {HTMLElement} element */
async function show(element) {
  /** @type {{lon: number, lat: number, kind: string, words: string}[]} */
  const points = readJson("review-points");
  element.textContent = "";
  const map = L.map(element, { attributionControl: false, zoomSnap: 0.25, maxZoom: 17 });
  L.control.scale({ imperial: false }).addTo(map);
  const places = points.map((one) => L.latLng(one.lat, one.lon));
  points.forEach((one, at) => {
    const mark = document.createElement("span");
    mark.className = "review-mark review-mark-" + one.kind;
    const icon = L.divIcon({ html: mark, iconSize: [22, 22], className: "review-place" });
    L.marker(places[at], { icon: icon, title: one.words, alt: one.words, keyboard: true })
      .bindTooltip(one.words, { direction: at ? "bottom" : "top" })
      .addTo(map);
  });
  if (places.length > 1) L.polyline(places, { color: "#6b7280", dashArray: "4 6" }).addTo(map);
  map.fitBounds(L.latLngBounds(places), { padding: [60, 60], maxZoom: NOT_TOO_CLOSE });
  // Without outlines the two points and the scale still say how far one is from the other.
  const base = await loadJson(element.dataset.base || "").catch(() => null);
  if (base) {
    const style = () => ({ className: "outline", weight: 1.5 });
    L.geoJSON(base.outlines, { interactive: false, style: style }).addTo(map).bringToBack();
  }
}

const element = document.getElementById("review-map");
if (element && typeof L !== "undefined") void show(element);
