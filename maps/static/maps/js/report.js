/** Fills the phone's own position into the report; the form is whole without it. */

import { readJson, say } from "./settings.js";

const PATIENCE_MS = 15000;
const DIGITS = 6;

const button = document.getElementById("report-here");
const status = document.getElementById("report-status");
const coords = /** @type {HTMLInputElement | null} */ (document.getElementById("coords"));
const datum = /** @type {HTMLSelectElement | null} */ (document.getElementById("datum"));
const strings = /** @type {Record<string, string>} */ (readJson("report-strings"));

/** @param {string} key */
function tell(key) {
  if (status) status.textContent = say(strings, key);
}

/** @param {GeolocationPosition} position */
function fill(position) {
  const { longitude, latitude } = position.coords;
  if (coords) coords.value = longitude.toFixed(DIGITS) + "," + latitude.toFixed(DIGITS);
  // What a browser gives is WGS-84, by its specification.
  if (datum) datum.value = "wgs84";
  tell("located");
}

if (button && navigator.geolocation && window.isSecureContext !== false) {
  button.hidden = false;
  button.addEventListener("click", () => {
    tell("locating");
    navigator.geolocation.getCurrentPosition(fill, () => tell("failed"), {
      enableHighAccuracy: true,
      timeout: PATIENCE_MS,
      maximumAge: 0,
    });
  });
}
