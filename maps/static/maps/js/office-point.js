/** A position in a form: the map beside its fields, and what the server says of it, as one types. */

import { fromWgs84, toWgs84 } from "./datum.js";
import { loadJson, loadScript, loadStyle } from "./load.js";
import { pointMap } from "./office-pointmap.js";

const PAUSE_MS = 350;
const DECIMALS = 7;
const DATUMS = /** @type {const} */ (["wgs84", "gcj02", "bd09"]);

/** @typedef {(typeof DATUMS)[number]} Datum */
/** @typedef {{ message: string, lon: number, lat: number, datum: string }} Hint */
/** @typedef {{ code: string, name: string }} Named */
/** @typedef {import("./office-pointmap.js").OfficeBase} OfficeBase */
/** @typedef {import("./office-pointmap.js").PointMap} PointMap */

/** @param {string} text @param {Record<string, string | number>} values */
function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** @param {HTMLElement} box */
function wire(box) {
  const words = box.dataset;
  /** @param {string} name */
  const field = (name) =>
    /** @type {HTMLInputElement | HTMLSelectElement | null} */ (box.querySelector(`[name$="${name}"]`));
  const lon = field("lon"), lat = field("lat"), datum = field("datum");
  const accuracy = field("accuracy_m"), county = field("region_code"), town = field("town");
  const said = /** @type {HTMLElement} */ (box.querySelector("[data-point-said]"));
  const hints = /** @type {HTMLElement} */ (box.querySelector("[data-point-hints]"));
  const element = /** @type {HTMLElement} */ (box.querySelector("[data-point-map]"));
  if (!lon || !lat || !datum) return;
  /** @type {PointMap | null} */
  let map = null;
  /** @type {Record<string, Promise<OfficeBase>>} */
  const bases = {};
  let drawn = "";
  let waiting = 0;
  let asked = 0;

  /** The fields as numbers in their datum; null while they are incomplete. */
  function given() {
    const x = parseFloat(lon ? lon.value : ""), y = parseFloat(lat ? lat.value : "");
    const named = DATUMS.find((one) => datum && one === datum.value);
    return Number.isFinite(x) && Number.isFinite(y) && named ? { x, y, named } : null;
  }

  const exact = () => (accuracy && parseInt(accuracy.value, 10)) || 1;

  /** @param {boolean} look */
  function follow(look) {
    const at = given();
    if (!at || !map || Math.abs(at.x) > 180 || Math.abs(at.y) > 85) return;
    const point = toWgs84(at.x, at.y, at.named);
    if (point) map.show(point[0], point[1], exact(), look);
  }

  /** The marker was moved: the fields follow, in the datum that is chosen, else in WGS-84. */
  /** @param {number} x @param {number} y */
  function moved(x, y) {
    if (!lon || !lat || !datum) return;
    const named = DATUMS.find((one) => one === datum.value) || "wgs84";
    const point = fromWgs84(x, y, named);
    datum.value = named;
    lon.value = String(Number(point[0].toFixed(DECIMALS)));
    lat.value = String(Number(point[1].toFixed(DECIMALS)));
    ask();
  }

  /** @param {string} code any of the city */
  async function showBase(code) {
    const city = code.slice(0, 4) + "00";
    if (!map || city === drawn || !/^[0-9]{6}$/.test(city)) return;
    drawn = city;
    const url = (words.baseUrl || "").replace("000000", city);
    bases[city] = bases[city] || loadJson(url);
    map.draw(await bases[city]);
  }

  function ask() {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(answer, PAUSE_MS);
  }

  async function answer() {
    const at = given();
    hints.textContent = "";
    if (!at) {
      said.textContent = words.sayNone || "";
      return;
    }
    const number = ++asked;
    const query = new URLSearchParams({
      lon: String(at.x), lat: String(at.y), datum: at.named, code: county ? county.value : "",
    });
    const response = await fetch(`${words.regionUrl}?${query}`, { credentials: "same-origin" });
    const about = await response.json();
    if (number !== asked) return;
    if (!response.ok) {
      said.textContent = /** @type {string[][]} */ (Object.values(about.errors)).flat().join(" ");
      return;
    }
    tell(about, at.named);
    if (about.found) void showBase(about.found.code);
  }

  /**
   * @param {{ words: string, outside: boolean, wgs84: number[] | null, found: Named | null,
   *   stated: Named | null, hints: Hint[], shifts_m: Record<string, number> }} about
   * @param {Datum} named
   */
  function tell(about, named) {
    const line = document.createElement("p");
    line.textContent = about.words;
    line.className = about.outside || !about.wgs84 ? "point-bad" : "";
    const shifts = document.createElement("p");
    shifts.className = "help";
    shifts.textContent = DATUMS.filter((one) => one !== named && one in about.shifts_m)
      .map((one) => fill(words.sayShift || "", { datum: label(one), metres: about.shifts_m[one] }))
      .join("；");
    said.replaceChildren(line, shifts);
    about.hints.forEach((hint) => offer(hint.message + " · " + (words.sayUse || ""), () => {
      if (!lon || !lat || !datum) return;
      lon.value = String(hint.lon);
      lat.value = String(hint.lat);
      datum.value = hint.datum;
      follow(true);
      void answer();
    }));
    const found = about.found;
    if (found && county && county.value !== found.code && has(county, found.code)) {
      offer((words.sayCounty || "") + found.name, () => {
        county.value = found.code;
        void answer();
      });
    }
  }

  /** @param {string} text @param {() => void} act */
  function offer(text, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = text;
    button.addEventListener("click", act);
    hints.appendChild(button);
  }

  /** @param {Datum} named */
  function label(named) {
    const options = datum instanceof HTMLSelectElement ? Array.from(datum.options) : [];
    const option = options.find((one) => one.value === named);
    return option ? option.text : named;
  }

  async function byTown() {
    if (!town || !lon || !lat || !datum || !accuracy) return;
    const code = (county && county.value) || words.city || "";
    const city = code.slice(0, 4) + "00";
    bases[city] = bases[city] || loadJson((words.baseUrl || "").replace("000000", city));
    const base = await bases[city];
    const found = base.towns.filter((one) =>
      one[1] === town.value.trim() && (!county || !county.value || one[0] === county.value));
    if (found.length !== 1) {
      said.textContent = words.sayNoTown || "";
      return;
    }
    const [, name, x, y, metres] = found[0];
    lon.value = String(x);
    lat.value = String(y);
    datum.value = "wgs84";
    accuracy.value = String(metres);
    follow(true);
    await answer();
    const note = document.createElement("p");
    note.textContent = fill(words.sayTown || "", { town: name, metres: metres });
    said.appendChild(note);
  }

  [lon, lat, datum, county, accuracy].forEach((one) => {
    if (!one) return;
    one.addEventListener("change", () => { follow(one !== accuracy); ask(); });
    one.addEventListener("input", ask);
  });
  const button = box.querySelector("[data-by-town]");
  if (button && town) button.addEventListener("click", (event) => {
    event.preventDefault();
    byTown().catch(() => { said.textContent = words.sayNoTown || ""; });
  });
  Promise.all([loadStyle(words.leafletCss || ""), loadScript(words.leaflet || "")]).then(() => {
    map = pointMap(element, words, moved);
    follow(true);
    const code = (county && county.value) || words.city || "";
    if (code) void showBase(code);
    ask();
  }).catch((error) => {
    said.textContent = words.sayFailed || "";
    console.warn(error);
  });
}

/** @param {HTMLInputElement | HTMLSelectElement} select @param {string} value */
function has(select, value) {
  return select instanceof HTMLSelectElement &&
    Array.from(select.options).some((one) => one.value === value);
}

document.querySelectorAll("[data-point]").forEach((box) => wire(/** @type {HTMLElement} */ (box)));
