/** The small map of a form: one marker to drag, to tap into place, or to move with arrow keys. */

const STEP_M = { plain: 10, fine: 1, wide: 100 };
const FIRST_ZOOM = 15;
const TOWNS_FROM = 10;
const PIN =
  '<svg viewBox="0 0 32 44" width="32" height="44" aria-hidden="true">' +
  '<path d="M16 43C6 29 2 23 2 16a14 14 0 0 1 28 0c0 7-4 13-14 27z"/>' +
  '<circle cx="16" cy="16" r="5"/></svg>';

/**
 * @typedef {object} OfficeBase
 * @property {import("geojson").FeatureCollection} outlines
 * @property {[string, string, number, number, number][]} towns county, name, lon, lat, accuracy
 * @property {[string, string, number, number][]} places id, name, lon, lat
 */

/**
 * @typedef {object} PointMap
 * @property {(lon: number, lat: number, accuracy: number, look: boolean) => void} show
 * @property {(base: OfficeBase) => void} draw
 */

/**
 * `moved` is told each new place of the marker, WGS-84; null for a marker that stays where it is.
 *
 * @param {HTMLElement} element
 * @param {Record<string, string | undefined>} words
 * @param {((lon: number, lat: number) => void) | null} moved
 * @returns {PointMap}
 */
export function pointMap(element, words, moved) {
  element.hidden = false;
  const map = L.map(element, { attributionControl: false, zoomControl: false, maxZoom: 18 });
  map.setView([34.9, 117.4], 9);
  L.control.zoom({
    zoomInTitle: words.zoomIn || "+", zoomOutTitle: words.zoomOut || "−",
  }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  const ground = groundOf(map);
  const marker = L.marker([0, 0], {
    draggable: !!moved,
    keyboard: !!moved,
    interactive: !!moved,
    autoPan: true,
    alt: words.sayMarker || "",
    icon: L.divIcon({ html: PIN, className: "point-pin", iconSize: [32, 44], iconAnchor: [16, 44] }),
  });
  const around = L.circle([0, 0], { radius: 1, className: "point-around", interactive: false });
  let placed = false;

  /** @param {number} lat @param {number} lng */
  function put(lat, lng) {
    marker.setLatLng([lat, lng]);
    around.setLatLng([lat, lng]);
    if (placed) return;
    placed = true;
    around.addTo(map);
    marker.addTo(map);
    const shown = marker.getElement();
    if (!shown || !moved) return;
    shown.setAttribute("aria-label", words.sayMarker || "");
    shown.addEventListener("keydown", (event) => step(event));
  }

  /** @param {KeyboardEvent} event */
  function step(event) {
    const by = event.shiftKey ? STEP_M.fine : event.altKey ? STEP_M.wide : STEP_M.plain;
    const ways = /** @type {Record<string, [number, number]>} */ ({
      ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, by], ArrowDown: [0, -by],
    });
    const way = ways[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const at = marker.getLatLng();
    const crs = L.CRS.EPSG3857;
    // A metre of the projection is shorter on the ground by the cosine of the latitude.
    const scale = Math.cos((at.lat * Math.PI) / 180);
    const flat = crs.project(at).add(L.point(way[0] / scale, way[1] / scale));
    const next = crs.unproject(flat);
    put(next.lat, next.lng);
    map.panInside(next, { padding: [40, 60], animate: false });
    if (moved) moved(next.lng, next.lat);
  }

  if (moved) follow(moved);

  /** @param {(lon: number, lat: number) => void} told */
  function follow(told) {
    marker.on("drag", () => around.setLatLng(marker.getLatLng()));
    marker.on("dragend", () => {
      const at = marker.getLatLng();
      told(at.lng, at.lat);
    });
    map.on("click", (/** @type {LeafletMouseEvent} */ event) => {
      put(event.latlng.lat, event.latlng.lng);
      told(event.latlng.lng, event.latlng.lat);
    });
  }

  return {
    show(lon, lat, accuracy, look) {
      put(lat, lon);
      around.setRadius(Math.max(accuracy, 1));
      const zoom = Math.max(map.getZoom(), accuracy > 500 ? 12 : FIRST_ZOOM);
      if (look) map.setView([lat, lon], zoom, { animate: false });
      else map.panInside([lat, lon], { padding: [40, 60], animate: false });
    },
    draw(base) {
      const bounds = ground.draw(base);
      if (!placed && bounds.isValid()) map.fitBounds(bounds, { animate: false });
    },
  };
}

/**
 * What a map without tiles shows of where one is: counties, towns, and the places on record.
 *
 * @param {LeafletMap} map
 * @returns {{ draw: (base: OfficeBase) => LeafletBounds }}
 */
export function groundOf(map) {
  const ground = L.layerGroup().addTo(map);
  const names = L.layerGroup().addTo(map);
  /** @type {OfficeBase["towns"]} */
  let towns = [];
  const drawTowns = () => {
    names.clearLayers();
    if (map.getZoom() < TOWNS_FROM) return;
    towns.forEach((town) => label(town[3], town[2], town[1], "point-town-name").addTo(names));
  };
  map.on("zoomend", drawTowns);

  return {
    draw(base) {
      ground.clearLayers();
      const outlines = L.geoJSON(base.outlines, {
        interactive: false, style: () => ({ className: "point-outline", weight: 1.5 }),
      }).addTo(ground);
      outlines.bringToBack();
      base.outlines.features.forEach((one) => {
        const about = one.properties || {};
        label(about.centre[1], about.centre[0], about.name, "point-county-name").addTo(ground);
      });
      base.places.forEach((one) => {
        // As text: what a tooltip is given as a string it takes for HTML.
        const name = document.createElement("span");
        name.textContent = one[1];
        L.circleMarker([one[3], one[2]], { radius: 5, className: "point-known", weight: 1 })
          .bindTooltip(name).addTo(ground);
      });
      towns = base.towns;
      drawTowns();
      return outlines.getBounds();
    },
  };
}

/**
 * A name on the map that taps go through.
 *
 * @param {number} lat @param {number} lon @param {string} text @param {string} kind
 */
function label(lat, lon, text, kind) {
  const shown = document.createElement("span");
  shown.textContent = text;
  const icon = L.divIcon({ html: shown, className: kind, iconSize: [0, 0] });
  return L.marker([lat, lon], { icon: icon, interactive: false, keyboard: false });
}
