/** Wires the page: location, reading aloud, the map, and the worker that keeps the directory. */

import { loadJson, loadScript, loadStyle } from "./load.js";
import { offerLocation } from "./locate.js";
import { readPoints, readTowns, tradeName } from "./points.js";
import { offerReading } from "./readaloud.js";
import { readJson, say } from "./settings.js";
import { sentences } from "./speech.js";

const settings = readJson("settings");
/** @type {Record<string, string>} */
const strings = readJson("strings");
const files = (document.getElementById("main-script") || document.documentElement).dataset;

function wireLocation() {
  const button = document.getElementById("locate");
  if (!button) return;
  offerLocation({
    button: button,
    status: document.getElementById("status"),
    ways: document.getElementById("ways"),
    home: settings.urls.finder,
    kept: settings.ask || {},
    strings: strings,
    go: (url) => location.assign(url),
  });
}

function wireReading() {
  const button = document.getElementById("read-aloud");
  if (!button) return;
  offerReading({
    button: button,
    lang: settings.lang,
    sentences: () => sentences(document),
    labels: { start: say(strings, "read_aloud"), stop: say(strings, "stop_reading") },
  });
}

/** @param {HTMLElement} element */
async function showMap(element) {
  const before = Array.from(element.childNodes);
  try {
    const urls = settings.urls;
    const loaded = await Promise.all([
      import("./map.js"),
      loadJson(urls.points),
      loadJson(urls.basemap).catch(() => ({ type: "FeatureCollection", features: [] })),
      loadStyle(files.leafletCss || ""),
      loadScript(files.leaflet || ""),
      loadScript(files.supercluster || ""),
    ]);
    const answers = Array.from(document.querySelectorAll("article.place[data-lon]"));
    const asked = (settings.ask && settings.ask.trade) || "";
    const nameOf = (/** @type {string} */ code) => tradeName(loaded[1], settings.lang, code);
    element.textContent = "";
    element.classList.add("map-live");
    loaded[0].drawMap({
      element: element,
      strings: strings,
      home: urls.finder,
      placeUrl: (id) => urls.place.replace("__id__", id),
      points: readPoints(loaded[1]).filter((one) => !asked || one.trades.indexOf(asked) >= 0),
      towns: readTowns(loaded[1]),
      tradeName: nameOf,
      go: (url) => location.assign(url),
      basemap: loaded[2],
      ask: settings.ask || {},
      answers: answers.map((one) => ({
        id: one.getAttribute("data-id") || "",
        lon: Number(one.getAttribute("data-lon")),
        lat: Number(one.getAttribute("data-lat")),
      })),
      tianditu: settings.tianditu && settings.tianditu.key ? settings.tianditu : null,
    });
    if (asked && nameOf(asked)) sayTrade(nameOf(asked));
  } catch (error) {
    // The picture that can be tapped comes back, and the list is complete without a map.
    element.textContent = "";
    element.classList.remove("map-live");
    before.forEach((node) => element.appendChild(node));
    const status = document.getElementById("status");
    if (status) status.textContent = say(strings, "map_failed");
    console.warn(error);
  }
}

/** The legend says that other trades' places are not drawn. @param {string} trade */
function sayTrade(trade) {
  const legend = document.querySelector(".map-part .legend");
  if (!legend) return;
  const line = document.createElement("li");
  line.className = "legend-trade";
  line.textContent = say(strings, "map_trade_only", { trade: trade });
  legend.appendChild(line);
}

/** The map comes when it is about to be seen: on a bad network the answer's bytes come first. */
function wireMap() {
  const element = document.getElementById("map");
  if (!element || !window.Promise || !window.fetch) return;
  if (typeof IntersectionObserver === "undefined") {
    showMap(element);
    return;
  }
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    seen.disconnect();
    showMap(element);
  }, { rootMargin: "300px" });
  seen.observe(element);
}

/** After everything else has arrived, so that keeping the directory delays nothing. */
function wireWorker() {
  const worker = files.worker;
  if (!worker || !navigator.serviceWorker) return;
  const register = () => {
    navigator.serviceWorker.register(worker, { scope: "/" }).catch((error) => console.info(error));
  };
  if (document.readyState === "complete") setTimeout(register, 1000);
  else window.addEventListener("load", () => setTimeout(register, 1000));
}

wireLocation();
wireReading();
wireMap();
wireWorker();
