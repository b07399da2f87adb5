/** The map: with its neighbours the only module that touches Leaflet. The list is its equivalent. */

import { namesOn } from "./mapnames.js";
import { drawPlaces, popupRoom } from "./markers.js";
import { say } from "./settings.js";
import { positionSymbol } from "./symbols.js";
import { answerUrl } from "./urls.js";

const TILES = "https://t{s}.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile" +
  "&VERSION=1.0.0&LAYER={layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles" +
  "&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}";
const MAX_ZOOM = 17;
// Symbols are 44 px; the buttons stand on the left.
const FRAME = {
  paddingTopLeft: /** @type {[number, number]} */ ([64, 52]),
  paddingBottomRight: /** @type {[number, number]} */ ([40, 44]),
  maxZoom: 14.5,
  animate: false,
};

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
  // Above the outlines, below every symbol.
  map.createPane("names").style.zIndex = "450";
  L.control.scale({ imperial: false, position: "topleft" }).addTo(map);
  const bounds = L.latLngBounds([]);
  drawBase(map, parts, bounds);
  L.control.zoom({
    position: "bottomleft",
    zoomInTitle: say(strings, "map_zoom_in"),
    zoomOutTitle: say(strings, "map_zoom_out"),
  }).addTo(map);
  frame(map, parts, bounds);
  /** @type {ShownSymbol[]} */
  const here = [];
  if (typeof ask.lon === "number" && typeof ask.lat === "number") {
    here.push({ lon: ask.lon, lat: ask.lat, kind: "here" });
    drawPosition(map, ask.lon, ask.lat, say(strings, "map_here"));
  }
  keepAttention(map, say(strings, "map_close"));
  const names = namesOn(map, parts);
  drawPlaces(map, parts, {
    maxZoom: MAX_ZOOM,
    popup: (point, changed) => placeCard(map, parts, point, changed),
    drawn: (shown) => names(here.concat(shown)),
  });
  offerTap(map, parts);
  offerCentre(map, parts);
  // What the cards say is on its way before one is asked for.
  const ready = () => void import("./popups.js").catch(() => null);
  ["pointerdown", "mouseover", "focusin"].forEach((kind) => {
    element.addEventListener(kind, ready, { once: true });
  });
  return map;
}

/**
 * A place's card: its name at once, the rest as soon as it is there.
 *
 * @param {LeafletMap} map @param {MapParts} parts @param {MapPoint} point
 * @param {() => void} changed
 * @returns {HTMLElement}
 */
function placeCard(map, parts, point, changed) {
  const box = document.createElement("div");
  box.className = "map-card";
  box.tabIndex = -1;
  const name = document.createElement("strong");
  name.textContent = point.name;
  box.appendChild(name);
  import("./popups.js").then(
    (popups) => popups.fillCard(box, map, parts, point),
    () => box.appendChild(mapLink(parts.placeUrl(point.id), say(parts.strings, "map_details"))),
  ).then(changed);
  return box;
}

/** @param {string} url @param {string} words @returns {HTMLElement} */
function mapLink(url, words) {
  const made = document.createElement("a");
  made.className = "map-link";
  made.href = url;
  made.textContent = words;
  return made;
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
  } else said.push(say(strings, "map_own_base"));
  if (tianditu && tianditu.approval) {
    said.push(say(strings, "map_approval", { number: tianditu.approval }));
  }
  // Below the map, where letters that can be read cover nothing of it.
  const source = document.createElement("p");
  source.className = "map-source";
  source.textContent = said.join(" ");
  parts.element.insertAdjacentElement("afterend", source);
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
  if (seen.isValid()) map.fitBounds(seen, FRAME);
  else if (area.isValid()) map.fitBounds(area, { padding: [4, 4], animate: false });
  else map.setView([34.9, 117.4], 9);
}

/**
 * Above every symbol; taps go through it.
 *
 * @param {LeafletMap} map @param {number} lon @param {number} lat @param {string} words
 */
function drawPosition(map, lon, lat, words) {
  const icon = L.divIcon({ html: positionSymbol(), iconSize: [44, 44], className: "map-symbol" });
  const options = { icon: icon, interactive: false, keyboard: false, zIndexOffset: 4000 };
  const shown = L.marker([lat, lon], options).addTo(map).getElement();
  if (!shown) return;
  shown.classList.add("map-here");
  shown.setAttribute("aria-label", words);
  shown.setAttribute("role", "img");
}

/**
 * A tap on the map offers to ask again from that point.
 *
 * @param {LeafletMap} map @param {MapParts} parts
 */
function offerTap(map, parts) {
  map.on("click", (/** @type {LeafletMouseEvent} */ event) => {
    const point = { lon: event.latlng.lng, lat: event.latlng.lat };
    const words = say(parts.strings, "map_from_here");
    const content = mapLink(answerUrl(parts.home, point, parts.ask), words);
    L.popup(popupRoom(map)).setLatLng(event.latlng).setContent(content).openOn(map);
  });
}

/**
 * The same for the keyboard: a button below the map asks from the map's centre, where a cross
 * stands while the button or the map itself has the attention.
 *
 * @param {LeafletMap} map @param {MapParts} parts
 */
function offerCentre(map, parts) {
  const { element } = parts;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet map-centre";
  button.textContent = say(parts.strings, "map_from_centre");
  button.addEventListener("click", () => {
    const centre = map.getCenter();
    parts.go(answerUrl(parts.home, { lon: centre.lng, lat: centre.lat }, parts.ask));
  });
  const cross = document.createElement("div");
  cross.className = "map-cross";
  element.appendChild(cross);
  const source = /** @type {Element} */ (element.nextElementSibling);
  source.insertAdjacentElement("afterend", button);
  [element, button].forEach((one) => {
    ["focusin", "focusout", "mouseenter", "mouseleave"].forEach((kind) => {
      one.addEventListener(kind, () => {
        const hovered = button.matches(":hover");
        const held = document.activeElement === button || document.activeElement === element;
        element.classList.toggle("map-aim", hovered || held);
      });
    });
  });
}

/**
 * Opened by the keyboard, a popup takes the attention; closed, it gives it back to its marker.
 *
 * @param {LeafletMap} map @param {string} words of the button that closes it
 */
function keepAttention(map, words) {
  const element = map.getContainer();
  /** @type {HTMLElement | null} */
  let opener = null;
  map.on("popupopen", (event) => {
    const held = /** @type {HTMLElement | null} */ (document.activeElement);
    opener = held && held.hasAttribute("data-key") && held.matches(":focus-visible") ? held : null;
    const content = event.popup.getContent();
    const shown = event.popup.getElement();
    const close = shown && shown.querySelector(".leaflet-popup-close-button");
    if (close) close.setAttribute("aria-label", words);
    element.classList.add("map-reading");
    const card = shown && shown.querySelector(".map-card");
    if (opener && content && card) /** @type {HTMLElement} */ (card).focus({ preventScroll: true });
  });
  map.on("popupclose", () => {
    element.classList.remove("map-reading");
    if (opener && element.contains(opener)) opener.focus({ preventScroll: true });
    opener = null;
  });
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !element.classList.contains("map-reading")) return;
    event.stopPropagation();
    map.closePopup();
  });
}
