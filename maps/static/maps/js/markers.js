/** Clusters, places and the three answers as markers that live across movements of the map. */

import { asFeatures } from "./points.js";
import { say } from "./settings.js";
import { clusterSymbol, placeSymbol } from "./symbols.js";

const ICON = {
  iconSize: /** @type {[number, number]} */ ([44, 44]),
  popupAnchor: /** @type {[number, number]} */ ([0, -14]),
  className: "map-symbol",
};
// Room around a marker that the keyboard has reached.
const REACH = { padding: /** @type {[number, number]} */ ([48, 48]), animate: false };

/**
 * Keep the markers of the part that is seen; `drawn` hears what is shown after each change.
 *
 * A marker stays the same element as long as it is shown: the keyboard's attention, an open
 * popup and a reader's place in the page hold on to it.
 *
 * @param {LeafletMap} map @param {MapParts} parts
 * @param {{ maxZoom: number, popup: (point: MapPoint, changed: () => void) => HTMLElement,
 *   drawn: (shown: ShownSymbol[]) => void }} how
 */
export function drawPlaces(map, parts, how) {
  const { strings } = parts;
  const rank = new Map(parts.answers.map((one, i) => [one.id, i + 1]));
  const answers = parts.points.filter((one) => rank.has(one.id));
  answers.sort((a, b) => Number(rank.get(a.id)) - Number(rank.get(b.id)));
  const index = new Supercluster({ radius: 52, extent: 256, maxZoom: how.maxZoom - 2 });
  index.load(asFeatures(parts.points.filter((one) => !rank.has(one.id))));
  const layer = L.layerGroup().addTo(map);
  /** @type {Map<string, { marker: LeafletMarker, symbol: ShownSymbol }>} */
  const kept = new Map();
  // True while the map moves only to bring the keyboard's marker into view: what is shown, and
  // with it the order of tabs, must not change under somebody's fingers.
  let reaching = false;
  let drawing = false;

  /** @param {ClusterFeature} feature */
  function keyOf(feature) {
    const known = feature.properties;
    return known.cluster ? "c" + known.cluster_id : known.id;
  }

  /** @param {ClusterFeature} feature */
  function add(feature) {
    const [lon, lat] = feature.geometry.coordinates;
    const known = feature.properties;
    const n = known.cluster ? 0 : rank.get(known.id) || 0;
    const html = known.cluster ? clusterSymbol(known.point_count) : placeSymbol(known.nature, n);
    const marker = L.marker([lat, lon], {
      icon: L.divIcon(Object.assign({ html: html }, ICON)),
      autoPanOnFocus: false,
      zIndexOffset: n ? 2000 - n : 0,
    }).addTo(layer);
    const shown = marker.getElement();
    const key = keyOf(feature);
    if (shown) {
      shown.setAttribute("data-key", key);
      shown.setAttribute("aria-label", words(known, n));
      shown.addEventListener("focus", () => reach(marker));
    }
    if (known.cluster) {
      marker.on("click", () => open(known.cluster_id, lon, lat));
      onEnter(marker, () => {
        const inside = new Set(index.getLeaves(known.cluster_id, Infinity).map(keyOf));
        open(known.cluster_id, lon, lat);
        focusOneOf(inside);
      });
    } else {
      const point = known;
      /** @type {HTMLElement | null} */
      let made = null;
      const changed = () => {
        const popup = marker.getPopup();
        if (!popup || !marker.isPopupOpen()) return;
        const held = document.activeElement === made;
        popup.update();
        if (held && made) made.focus({ preventScroll: true });
      };
      marker.bindPopup(() => (made = made || how.popup(point, changed)), popupRoom(map));
      onEnter(marker, () => marker.openPopup());
    }
    const kind = known.cluster ? "cluster" : n ? "answer" : "place";
    kept.set(key, {
      marker: marker,
      symbol: { lon: lon, lat: lat, kind: kind, name: known.cluster ? "" : known.name, rank: n },
    });
  }

  /** @param {ClusterFeature["properties"]} known @param {number} n */
  function words(known, n) {
    if (known.cluster) return say(strings, "map_cluster", { n: known.point_count });
    const said = say(strings, "map_place", { name: known.name, nature: say(strings, known.nature) });
    return n ? n + ". " + said : said;
  }

  /** @param {number} id @param {number} lon @param {number} lat */
  function open(id, lon, lat) {
    const zoom = Math.min(index.getClusterExpansionZoom(id), how.maxZoom);
    map.setView([lat, lon], zoom, { animate: false });
  }

  /** The first marker shown that is, or holds, one of these places. @param {Set<string>} inside */
  function focusOneOf(inside) {
    for (const [key, one] of kept) {
      const holds = key.charAt(0) === "c" && /^c\d+$/.test(key) && !inside.has(key)
        ? index.getLeaves(Number(key.slice(1)), Infinity).some((leaf) => inside.has(keyOf(leaf)))
        : inside.has(key);
      const shown = one.marker.getElement();
      if (holds && shown) return shown.focus({ preventScroll: true });
    }
    map.getContainer().focus({ preventScroll: true });
  }

  /** @param {LeafletMarker} marker */
  function reach(marker) {
    if (reaching) return;
    reaching = true;
    map.panInside(marker.getLatLng(), REACH);
    reaching = false;
  }

  function draw() {
    if (reaching || drawing) return;
    drawing = true;
    const box = map.getBounds().pad(0.1);
    const wanted = /** @type {ClusterFeature[]} */ (asFeatures(answers)).concat(index.getClusters(
      [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()],
      Math.floor(map.getZoom()),
    ));
    const keys = new Set(wanted.map(keyOf));
    kept.forEach((one, key) => {
      if (keys.has(key) || one.marker.isPopupOpen()) return;
      const lost = one.marker.getElement() === document.activeElement;
      layer.removeLayer(one.marker);
      kept.delete(key);
      if (lost) map.getContainer().focus({ preventScroll: true });
    });
    wanted.forEach((feature) => {
      if (!kept.has(keyOf(feature))) add(feature);
    });
    drawing = false;
    how.drawn(Array.from(kept.values()).map((one) => one.symbol));
  }

  map.on("moveend", draw);
  map.on("popupclose", () => setTimeout(draw, 0));
  map.getContainer().addEventListener("focusout", (event) => {
    const next = /** @type {Node | null} */ (event.relatedTarget);
    if (!next || !map.getContainer().contains(next)) setTimeout(draw, 0);
  });
  draw();
}

/** Enter and Space do what a tap does. @param {LeafletMarker} marker @param {() => void} act */
function onEnter(marker, act) {
  const shown = marker.getElement();
  if (!shown) return;
  shown.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
}

/** Within the map, beside its buttons where there is room. @param {LeafletMap} map */
export function popupRoom(map) {
  const width = map.getSize().x;
  const wide = width > 480;
  return {
    minWidth: Math.min(200, width - 60),
    maxWidth: Math.min(280, width - 60),
    autoPanPaddingTopLeft: /** @type {[number, number]} */ (wide ? [64, 48] : [8, 8]),
    autoPanPaddingBottomRight: /** @type {[number, number]} */ ([8, 8]),
  };
}
