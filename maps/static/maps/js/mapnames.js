/** Names on the map: of counties, of towns from the zoom where they help, of places close by. */

const TOWNS_FROM = 10.5;
const PLACES_FROM = 13;
const SIZE = 18;
// Between the edge of the map and the middle of a county's name.
const EDGE = 60;
// How far a name may move from its point; a town's position is good to two kilometres.
const COUNTY_REACH = 96;
const TOWN_REACH = 24;
// Half the side of what a symbol covers.
const RADIUS = { cluster: 21, place: 15, answer: 19, here: 17 };

/**
 * Keeps a layer of names; the result draws them anew around the symbols that are shown.
 *
 * @param {LeafletMap} map @param {MapParts} parts
 * @returns {(shown: ShownSymbol[]) => void}
 */
export function namesOn(map, parts) {
  const layer = L.layerGroup().addTo(map);
  const regions = parts.tianditu ? [] : regionNames(parts.basemap);

  /**
   * @param {[number, number]} latlng @param {string} text @param {string} kind
   * @param {number} gap @param {number} reach
   */
  function wish(latlng, text, kind, gap, reach) {
    const at = map.latLngToContainerPoint(latlng);
    return { x: at.x, y: at.y, text: text, kind: kind, gap: gap, reach: reach };
  }

  /** @param {NamedRegion} region @param {number} x @param {number} y */
  function isIn(region, x, y) {
    const at = map.containerPointToLatLng([x, y]);
    return inRings(at.lng, at.lat, region.rings);
  }

  /**
   * Within its own outline, and in view where a part of it is; where it has no room inside, beside
   * it, but never in another's.
   *
   * @param {NamedRegion} region
   */
  function county(region) {
    const size = map.getSize();
    const made = wish([region.lat, region.lon], region.name, "county", 0, COUNTY_REACH);
    const x = Math.min(Math.max(made.x, EDGE), size.x - EDGE);
    const y = Math.min(Math.max(made.y, EDGE / 2), size.y - EDGE / 2);
    const own = (/** @type {number} */ px, /** @type {number} */ py) => isIn(region, px, py);
    const nobodys = (/** @type {number} */ px, /** @type {number} */ py) =>
      !regions.some((one) => isIn(one, px, py));
    const allowed = x === made.x && y === made.y ? [own, nobodys] : [own];
    return Object.assign(made, { x: x, y: y, allowed: allowed });
  }

  return (shown) => {
    layer.clearLayers();
    const zoom = map.getZoom();
    const symbols = shown.map((one) => {
      const at = map.latLngToContainerPoint([one.lat, one.lon]);
      const side = RADIUS[one.kind] * 2;
      return { x: at.x, y: at.y, w: side, h: side };
    });
    /** @param {"answer" | "place"} kind */
    const named = (kind) => shown
      .filter((one) => one.kind === kind && one.name)
      .map((one) => wish([one.lat, one.lon], title(one), "place", RADIUS[kind], 0));
    const wishes = named("answer").concat(
      regions.map(county),
      zoom >= PLACES_FROM ? named("place") : [],
    );
    if (!parts.tianditu && zoom >= TOWNS_FROM) {
      parts.towns.forEach((town) => {
        wishes.push(wish([town.lat, town.lon], town.name, "town", 0, TOWN_REACH));
      });
    }
    const size = map.getSize();
    const frame = { width: size.x, height: size.y, size: SIZE };
    placeLabels(wishes, symbols.concat(controls(map)), frame).forEach((one) => {
      L.marker(map.containerPointToLatLng([one.x, one.y]), {
        icon: L.divIcon({
          html: text(one.text),
          className: "map-name map-name-" + one.kind,
          iconSize: [one.w, one.h],
        }),
        interactive: false,
        keyboard: false,
        pane: "names",
      }).addTo(layer);
    });
  };
}

/**
 * With an answer's number, without a remark in brackets at its end: the popup has the whole name.
 *
 * @param {ShownSymbol} symbol
 */
function title(symbol) {
  return (symbol.rank ? symbol.rank + " " : "") + (symbol.name || "").replace(/(.)\s*[（(][^（(]*[）)]$/, "$1");
}

/** @param {string} words */
function text(words) {
  const made = document.createElement("span");
  made.textContent = words;
  made.setAttribute("aria-hidden", "true");
  return made;
}

/** What the map's own buttons and lines cover. @param {LeafletMap} map @returns {LabelBox[]} */
function controls(map) {
  const frame = map.getContainer().getBoundingClientRect();
  return Array.from(map.getContainer().querySelectorAll(".leaflet-control")).map((one) => {
    const box = one.getBoundingClientRect();
    return {
      x: box.left - frame.left + box.width / 2,
      y: box.top - frame.top + box.height / 2,
      w: box.width,
      h: box.height,
    };
  });
}

/** @param {any} basemap @returns {NamedRegion[]} each with the middle of its box */
function regionNames(basemap) {
  /** @type {NamedRegion[]} */
  const found = [];
  L.geoJSON(basemap).eachLayer((/** @type {any} */ outline) => {
    const name = outline.feature && outline.feature.properties && outline.feature.properties.name;
    if (!name) return;
    const middle = outline.getBounds().getCenter();
    const shape = outline.feature.geometry;
    const rings = shape.type === "Polygon" ? shape.coordinates : [].concat(...shape.coordinates);
    found.push({ name: name, lon: middle.lng, lat: middle.lat, rings: rings });
  });
  return found;
}

// Where names may stand: pure geometry in pixels of the map's own box.

const STEP = 8;
const AIR = 3;

/** About the width of a name: Chinese characters are square, others half as wide. */
export function widthOf(/** @type {string} */ text, /** @type {number} */ size) {
  let width = 6;
  for (const letter of text) width += letter > "\u2e7f" ? size : size * 0.58;
  return Math.ceil(width);
}

/** @param {LabelBox} a @param {LabelBox} b */
export function overlap(a, b) {
  return Math.abs(a.x - b.x) * 2 < a.w + b.w && Math.abs(a.y - b.y) * 2 < a.h + b.h;
}

/**
 * Centres to try, the best first. Beside a symbol of radius `gap`; without one, up to `reach` away.
 *
 * @param {LabelWish} wish @param {number} w @param {number} h
 * @returns {[number, number][]}
 */
function candidates(wish, w, h) {
  const { x, y, gap } = wish;
  if (gap) {
    const side = gap + AIR + w / 2, level = gap + AIR + h / 2;
    const along = Math.max(0, w / 2 - gap);
    return [
      [x + side, y], [x, y + level], [x, y - level], [x - side, y],
      [x + along, y + level], [x + along, y - level],
      [x - along, y + level], [x - along, y - level],
    ];
  }
  /** @type {[number, number][]} */
  const around = [];
  for (let dx = -wish.reach; dx <= wish.reach; dx += STEP) {
    for (let dy = -wish.reach; dy <= wish.reach; dy += STEP) around.push([dx, dy]);
  }
  around.sort((a, b) => a[0] * a[0] + a[1] * a[1] - b[0] * b[0] - b[1] * b[1]);
  return around.map((way) => [x + way[0], y + way[1]]);
}

/**
 * Whether a point lies in a polygon of outer and inner rings (even-odd), all in one measure.
 *
 * @param {number} x @param {number} y @param {number[][][]} rings
 */
export function inRings(x, y, rings) {
  let inside = false;
  rings.forEach((ring) => {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [x1, y1] = ring[i], [x2, y2] = ring[j];
      if ((y1 > y) !== (y2 > y) && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
    }
  });
  return inside;
}

/**
 * Names in the order of their weight, each at the first spot that is free; one that has none is
 * left out, for a name that cannot be read tells nothing.
 *
 * @param {LabelWish[]} wishes @param {LabelBox[]} taken symbols and controls
 * @param {{ width: number, height: number, size: number }} frame `size` of the letters
 * @returns {(LabelBox & { text: string, kind: string })[]}
 */
export function placeLabels(wishes, taken, frame) {
  const used = taken.slice();
  /** @type {(LabelBox & { text: string, kind: string })[]} */
  const placed = [];
  wishes.forEach((wish) => {
    const w = widthOf(wish.text, frame.size), h = Math.ceil(frame.size * 1.25);
    const free = candidates(wish, w, h).filter(([x, y]) => {
      const box = { x: x, y: y, w: w, h: h };
      return x - w / 2 >= 0 && y - h / 2 >= 0 &&
        x + w / 2 <= frame.width && y + h / 2 <= frame.height &&
        !used.some((other) => overlap(box, other));
    });
    const allowed = wish.allowed || [() => true];
    const found = allowed.map((here) => free.find((spot) => here(spot[0], spot[1])));
    const best = found.find((spot) => spot !== undefined);
    if (!best) return;
    const box = { x: best[0], y: best[1], w: w, h: h };
    used.push(box);
    placed.push(Object.assign({ text: wish.text, kind: wish.kind }, box));
  });
  return placed;
}
