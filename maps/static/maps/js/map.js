/** The map: the only module that touches Leaflet and Supercluster. The list is its equivalent. */

import { asFeatures } from "./points.js";
import { say } from "./settings.js";
import { clusterSymbol, placeSymbol, positionSymbol } from "./symbols.js";
import { answerUrl } from "./urls.js";

const TILES = "https://t{s}.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile" +
  "&VERSION=1.0.0&LAYER={layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles" +
  "&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}";
const ICON = { iconSize: /** @type {[number, number]} */ ([44, 44]), className: "map-symbol" };
const MAX_ZOOM = 17;
// Narrow enough for a phone of 320 px.
const POPUP = { maxWidth: 220, autoPanPadding: /** @type {[number, number]} */ ([12, 12]) };

/**
 * Draw the map into its element; the page stays as useful as it was if anything here fails.
 *
 * @param {MapParts} parts
 * @returns {LeafletMap}
 */
export function drawMap(parts) {
  const { element, strings, ask } = parts;
  const still = !!window.matchMedia && window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(element, {
    attributionControl: false,
    zoomControl: false,
    minZoom: 7,
    maxZoom: MAX_ZOOM,
    // Our own outlines are sharp at any scale, tiles only at whole ones.
    zoomSnap: parts.tianditu ? 1 : 0.25,
    zoomAnimation: !still,
    fadeAnimation: !still,
    markerZoomAnimation: !still,
    inertia: !still,
  });
  L.control.scale({ imperial: false, position: "topleft" }).addTo(map);
  const bounds = L.latLngBounds([]);
  drawBase(map, parts, bounds);
  // After the base's attribution, so that it stands above it.
  L.control.zoom({
    position: "bottomleft",
    zoomInTitle: say(strings, "map_zoom_in"),
    zoomOutTitle: say(strings, "map_zoom_out"),
  }).addTo(map);
  frame(map, parts, bounds);
  drawPlaces(map, parts);
  if (typeof ask.lon === "number" && typeof ask.lat === "number") {
    const here = L.marker([ask.lat, ask.lon], {
      icon: L.divIcon(Object.assign({ html: positionSymbol() }, ICON)),
      interactive: false,
      keyboard: false,
      zIndexOffset: -100,
    }).addTo(map);
    label(here, say(strings, "map_here"));
  }
  offerTap(map, parts);
  return map;
}

/**
 * 天地图 where the deployment has a key, the outlines of our own regions where it has none.
 *
 * @param {LeafletMap} map @param {MapParts} parts @param {LeafletBounds} bounds
 */
function drawBase(map, parts, bounds) {
  const { strings, basemap, tianditu } = parts;
  const outlines = L.geoJSON(basemap, {
    interactive: false,
    style: () => ({ className: tianditu ? "outline outline-over-tiles" : "outline", weight: 1.5 }),
  });
  if (outlines.getLayers().length) bounds.extend(outlines.getBounds());
  outlines.addTo(map);
  const said = [];
  if (tianditu) {
    ["vec", "cva"].forEach((layer) => {
      const options = { subdomains: "01234567", layer: layer, key: tianditu.key, maxZoom: 18 };
      L.tileLayer(TILES, options).addTo(map);
    });
    said.push(say(strings, "map_tianditu"));
  } else {
    outlines.eachLayer((layer) => nameOutline(map, /** @type {any} */ (layer)));
    said.push(say(strings, "map_own_base"));
  }
  if (tianditu && tianditu.approval) {
    said.push(say(strings, "map_approval", { number: tianditu.approval }));
  }
  L.control.attribution({ prefix: false }).addAttribution(said.join(" ")).addTo(map);
}

/** @param {LeafletMap} map @param {any} layer one outline, with its name and label point */
function nameOutline(map, layer) {
  const known = (layer.feature && layer.feature.properties) || {};
  if (!known.name) return;
  const at = layer.getBounds().getCenter();
  const text = document.createElement("span");
  text.textContent = known.name;
  L.marker(at, {
    icon: L.divIcon({ html: text, className: "outline-name", iconSize: [120, 24], iconAnchor: [60, 40] }),
    interactive: false,
    keyboard: false,
    zIndexOffset: 1000,
  }).addTo(map);
}

/**
 * Show the question and its answers; without them, the whole area.
 *
 * @param {LeafletMap} map @param {MapParts} parts @param {LeafletBounds} area
 */
function frame(map, parts, area) {
  const seen = L.latLngBounds(parts.answers.map((one) => L.latLng(one.lat, one.lon)));
  if (typeof parts.ask.lon === "number" && typeof parts.ask.lat === "number") {
    seen.extend([parts.ask.lat, parts.ask.lon]);
  }
  if (seen.isValid()) {
    map.fitBounds(seen, { padding: [40, 40], maxZoom: 14, animate: false });
  } else if (area.isValid()) map.fitBounds(area, { padding: [4, 4], animate: false });
  else map.setView([34.9, 117.4], 9);
}

/**
 * Clusters and places of the part of the map that is seen, drawn anew after each movement.
 *
 * A marker that had the keyboard's attention gets it back when it is still there.
 *
 * @param {LeafletMap} map @param {MapParts} parts
 */
function drawPlaces(map, parts) {
  const { strings } = parts;
  const index = new Supercluster({ radius: 48, extent: 256, maxZoom: MAX_ZOOM - 2 });
  index.load(asFeatures(parts.points));
  const layer = L.layerGroup().addTo(map);

  /** @param {ClusterFeature} feature @returns {LeafletMarker} */
  function marker(feature) {
    const [lon, lat] = feature.geometry.coordinates;
    const known = feature.properties;
    const html = known.cluster ? clusterSymbol(known.point_count) : placeSymbol(known.nature);
    const made = L.marker([lat, lon], { icon: L.divIcon(Object.assign({ html: html }, ICON)) });
    if (known.cluster) {
      made.on("click", () => {
        const zoom = Math.min(index.getClusterExpansionZoom(known.cluster_id), MAX_ZOOM);
        map.setView([lat, lon], zoom, { animate: false });
      });
    } else {
      made.bindPopup(() => card(parts, known), POPUP);
    }
    return made;
  }

  function draw() {
    const held = document.activeElement ? document.activeElement.getAttribute("data-key") : null;
    const box = map.getBounds().pad(0.1);
    layer.clearLayers();
    index
      .getClusters(
        [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()],
        Math.floor(map.getZoom()),
      )
      .forEach((feature) => {
        const known = feature.properties;
        const made = marker(feature).addTo(layer);
        label(made, known.cluster
          ? say(strings, "map_cluster", { n: known.point_count })
          : say(strings, "map_place", {
            name: known.name,
            nature: say(strings, known.nature),
          }));
        const shown = made.getElement();
        const key = known.cluster ? "c" + known.cluster_id : known.id;
        if (!shown) return;
        shown.setAttribute("data-key", key);
        if (held !== null && held === key) shown.focus();
      });
  }

  // An open popup pans the map to fit itself in; redrawing then would take its marker away.
  map.on("moveend", () => {
    const pane = map.getPane("popupPane");
    if (!pane || !pane.firstChild) draw();
  });
  map.on("popupclose", () => setTimeout(draw, 0));
  draw();
}

/** @param {LeafletMarker} marker @param {string} words */
function label(marker, words) {
  const shown = marker.getElement();
  if (!shown) return;
  shown.setAttribute("aria-label", words);
  if (!shown.hasAttribute("role")) shown.setAttribute("role", "img");
}

/** @param {MapParts} parts @param {MapPoint} point @returns {HTMLElement} */
function card(parts, point) {
  const { strings } = parts;
  const box = document.createElement("div");
  box.className = "map-card";
  const name = document.createElement("strong");
  name.textContent = point.name;
  const kind = document.createElement("p");
  kind.textContent = say(strings, point.nature) + " · " + say(strings, point.form);
  box.appendChild(name);
  box.appendChild(kind);
  box.appendChild(link(parts.placeUrl(point.id), say(strings, "map_details")));
  return box;
}

/** @param {string} url @param {string} words @returns {HTMLElement} */
function link(url, words) {
  const made = document.createElement("a");
  made.className = "map-link";
  made.href = url;
  made.textContent = words;
  return made;
}

/**
 * A tap on the map offers to ask again from that point; the keyboard has the search field for it.
 *
 * @param {LeafletMap} map @param {MapParts} parts
 */
function offerTap(map, parts) {
  map.on("click", (/** @type {LeafletMouseEvent} */ event) => {
    const point = { lon: event.latlng.lng, lat: event.latlng.lat };
    const words = say(parts.strings, "map_from_here");
    const content = link(answerUrl(parts.home, point, parts.ask), words);
    L.popup(POPUP).setLatLng(event.latlng).setContent(content).openOn(map);
  });
}
