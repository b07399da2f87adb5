/** The map on which sites are moved by hand: counties, demand points, and a pin for each site. */

/**
 * @typedef {[key: string, name: string, lon: number, lat: number, existing: boolean,
 *   capacity: number | null]} Pin
 */
/**
 * @typedef {object} Ground
 * @property {import("geojson").Feature[]} counties
 * @property {import("geojson").Feature[]} demand each with `at`, its number among all
 * @property {Pin[]} offered
 * @property {string[]} kinds of levels, in their order
 */
/**
 * @typedef {object} TryMap
 * @property {(pins: Pin[], levels: number[]) => void} show
 */
/**
 * What is done on the map: a site put (`from` null: a new one; `to` a key, or lon and lat) or gone.
 *
 * @typedef {object} Deeds
 * @property {(from: string | null, to: string | [number, number]) => void} put
 * @property {(key: string) => void} gone
 */

const SNAP_PX = 14;
const STEP_M = 100;
const PIN =
  '<svg viewBox="0 0 32 44" width="28" height="38" aria-hidden="true">' +
  '<path d="M16 43C6 29 2 23 2 16a14 14 0 0 1 28 0c0 7-4 13-14 27z"/>' +
  '<circle cx="16" cy="16" r="5"/></svg>';

/**
 * @param {HTMLElement} element @param {Record<string, string | undefined>} words
 * @param {Ground} ground @param {Deeds} deeds
 * @returns {TryMap}
 */
export function tryMap(element, words, ground, deeds) {
  element.hidden = false;
  const map = L.map(element, {
    attributionControl: false, zoomControl: false, maxZoom: 18, doubleClickZoom: false,
  });
  map.setView([34.9, 117.4], 9);
  L.control.zoom({ zoomInTitle: words.zoomIn || "+", zoomOutTitle: words.zoomOut || "−" }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  const counties = L.geoJSON(
    /** @type {any} */ ({ type: "FeatureCollection", features: ground.counties }),
    { interactive: false, style: () => ({ className: "lm lm-has", weight: 1.5 }) },
  ).addTo(map);
  const demand = ground.demand.map((feature) => {
    const [lon, lat] = /** @type {import("geojson").Point} */ (feature.geometry).coordinates;
    const about = feature.properties || {};
    const circle = L.circleMarker([lat, lon], {
      radius: about.size, className: "lm lm-uncovered", interactive: false,
    }).addTo(map);
    return { at: /** @type {number} */ (about.at), circle: circle };
  });
  ground.offered.forEach((pin) => {
    L.circleMarker([pin[3], pin[2]], { radius: 4, className: "lm lm-candidate", interactive: false })
      .addTo(map);
  });
  const pins = L.layerGroup().addTo(map);
  if (counties.getBounds().isValid()) map.fitBounds(counties.getBounds(), { animate: false });
  map.on("click", (/** @type {L.LeafletMouseEvent} */ event) => deeds.put(null, near(event.latlng)));

  /** The offered site under a position, or the position. @param {L.LatLng} at */
  function near(at) {
    const here = map.latLngToContainerPoint(at);
    /** @type {string | [number, number]} */
    let found = [at.lng, at.lat];
    let least = SNAP_PX;
    ground.offered.forEach((pin) => {
      const far = here.distanceTo(map.latLngToContainerPoint([pin[3], pin[2]]));
      if (far < least) [least, found] = [far, pin[0]];
    });
    return found;
  }

  /** @param {Pin} pin */
  function standing(pin) {
    const [key, name, lon, lat, existing] = pin;
    const said = (words.sayPin || "{name}").replace("{name}", name);
    const marker = L.marker([lat, lon], {
      draggable: true, keyboard: true, autoPan: true, alt: said,
      icon: L.divIcon({
        html: PIN, className: existing ? "try-pin try-pin-existing" : "try-pin",
        iconSize: [28, 38], iconAnchor: [14, 38],
      }),
    });
    const shown = document.createElement("span");
    shown.textContent = name;
    marker.bindTooltip(shown, { direction: "top", offset: [0, -34] });
    marker.on("dragend", () => deeds.put(key, near(marker.getLatLng())));
    marker.on("dblclick", () => deeds.gone(key));
    marker.addTo(pins);
    const box = marker.getElement();
    if (!box) return;
    box.setAttribute("aria-label", said);
    box.addEventListener("keydown", (event) => byKey(event, key, marker.getLatLng()));
  }

  /** @param {KeyboardEvent} event @param {string} key @param {L.LatLng} at */
  function byKey(event, key, at) {
    const ways = /** @type {Record<string, [number, number]>} */ ({
      ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1],
    });
    const way = ways[event.key];
    if (!way && event.key !== "Delete") return;
    event.preventDefault();
    event.stopPropagation();
    if (!way) return deeds.gone(key);
    const crs = L.CRS.EPSG3857;
    // A metre of the projection is shorter on the ground by the cosine of the latitude.
    const step = STEP_M / Math.cos((at.lat * Math.PI) / 180);
    const next = crs.unproject(crs.project(at).add(L.point(way[0] * step, way[1] * step)));
    deeds.put(key, [next.lng, next.lat]);
  }

  return {
    show(shown, levels) {
      pins.clearLayers();
      shown.forEach(standing);
      demand.forEach((each) => {
        const drawn = each.circle.getElement();
        if (drawn) drawn.setAttribute("class", "lm lm-" + ground.kinds[levels[each.at]]);
      });
    },
  };
}
