/** The map of a proposal: the point that stands and the one proposed, among towns and places. */

import { loadJson } from "./load.js";
import { groundOf } from "./office-pointmap.js";
import { readJson } from "./settings.js";

// About the width of a town: its name and its neighbours are in sight.
const NOT_TOO_CLOSE = 14;

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
  // Without what is around them the two points and the scale still say how far one is from the other.
  const base = await loadJson(element.dataset.base || "").catch(() => null);
  if (base) groundOf(map).draw(base);
}

const element = document.getElementById("review-map");
if (element && typeof L !== "undefined") void show(element);
