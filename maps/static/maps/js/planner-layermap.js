/** A map of layers that come and go: areas, lines and points, coloured by the style sheet. */

/**
 * @typedef {object} LayeredMap
 * @property {(key: string, features: import("geojson").Feature[]) => void} add later ones above
 * @property {(key: string, shown: boolean) => void} toggle
 * @property {() => void} frame shows all that is on
 */

/**
 * Features have `kind`, which the style sheet colours by, `words`, `size`, a radius in pixels, and
 * `label`, what stands in the circle of a point that is to be found by it.
 *
 * @param {HTMLElement} element @param {{ zoomIn: string, zoomOut: string }} words
 * @returns {LayeredMap}
 */
export function layeredMap(element, words) {
  const still = !!window.matchMedia && window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(element, {
    attributionControl: false, zoomControl: false, maxZoom: 18, zoomSnap: 0.25,
    zoomAnimation: !still, fadeAnimation: !still, inertia: !still,
  });
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.setView([34.9, 117.4], 9);
  /** @type {Map<string, L.FeatureGroup>} */
  const layers = new Map();

  return {
    add(key, features) {
      // Each in its own pane, so that one ticked on again stands where it stood.
      map.createPane(key).style.zIndex = String(400 + layers.size);
      const group = L.featureGroup();
      L.geoJSON(/** @type {any} */ ({ type: "FeatureCollection", features: features }), {
        pane: key,
        style: (feature) => ({ className: "lm lm-" + about(feature).kind, weight: 1.5 }),
        pointToLayer: (feature, at) => about(feature).label
          ? numbered(at, key, about(feature))
          : L.circleMarker(at, { pane: key, radius: about(feature).size || 6 }),
        onEachFeature: (feature, layer) => say(feature, layer),
      }).addTo(group);
      features.forEach((feature) => {
        const centre = about(feature).centre;
        if (centre) name(centre, about(feature).words).addTo(group);
      });
      layers.set(key, group);
    },
    toggle(key, shown) {
      const group = layers.get(key);
      if (!group) return;
      if (shown) group.addTo(map);
      else group.remove();
    },
    frame() {
      const bounds = L.latLngBounds([]);
      layers.forEach((group) => {
        if (map.hasLayer(group) && group.getBounds().isValid()) bounds.extend(group.getBounds());
      });
      if (bounds.isValid()) map.fitBounds(bounds, { padding: [8, 8], animate: false });
    },
  };
}

/** @param {import("geojson").Feature | undefined} feature @returns {Record<string, any>} */
function about(feature) {
  return (feature && feature.properties) || {};
}

/** @param {import("geojson").Feature} feature @param {L.Layer} layer */
function say(feature, layer) {
  const said = about(feature);
  if (!said.words || said.centre) return;
  // As text: what a tooltip is given as a string it takes for HTML.
  const shown = document.createElement("span");
  shown.textContent = said.words;
  layer.bindTooltip(shown);
}

/** @param {L.LatLng} at @param {string} pane @param {Record<string, any>} said */
function numbered(at, pane, said) {
  const wide = 2 * (said.size || 10);
  const shown = document.createElement("span");
  shown.textContent = said.label;
  const icon = L.divIcon({
    html: shown, className: "lm-number lm-number-" + said.kind, iconSize: [wide, wide],
  });
  return L.marker(at, { icon: icon, pane: pane, keyboard: false, alt: said.words });
}

/** @param {[number, number]} centre @param {string} words */
function name(centre, words) {
  const shown = document.createElement("span");
  shown.textContent = words;
  const icon = L.divIcon({ html: shown, className: "lm-name", iconSize: [0, 0] });
  return L.marker([centre[1], centre[0]], { icon: icon, interactive: false, keyboard: false });
}
