/** The big button: this phone's position, or words and the other ways where there is none. */

import { say } from "./settings.js";
import { answerUrl } from "./urls.js";

const PATIENCE_MS = 15000;
// A fix a minute old is good enough to walk by, and comes at once.
const OLD_ENOUGH_MS = 60000;

/** @type {Record<number, string>} */
const REASONS = { 1: "location_refused", 2: "location_unavailable", 3: "location_timeout" };

/** The frame that the server accepts too. @param {{ lon: number, lat: number }} point */
function inChina(point) {
  return point.lon >= 73 && point.lon <= 136 && point.lat >= 3 && point.lat <= 54;
}

/**
 * Show the button and wire it; `go` receives the address of the answer.
 *
 * @param {{
 *   button: HTMLElement, status: HTMLElement | null, ways: HTMLElement | null,
 *   home: string, kept: { trade?: string, at?: string, mode?: string },
 *   strings: Record<string, string>, go: (url: string) => void,
 * }} parts
 */
export function offerLocation(parts) {
  const { button, status, ways, strings } = parts;
  button.hidden = false;
  const home = status && status.parentNode;
  const after = status && status.nextSibling;

  /** @param {string} key */
  function tell(key) {
    if (status) status.textContent = say(strings, key);
  }

  /**
   * The words go along to the other ways, at their top, so that nobody lands there without them.
   *
   * @param {string} key
   */
  function fail(key) {
    button.removeAttribute("aria-busy");
    if (ways && status) {
      status.textContent = "";
      ways.insertBefore(status, ways.firstChild);
      ways.setAttribute("aria-describedby", status.id);
    }
    tell(key);
    if (!ways) return;
    if (!ways.hasAttribute("tabindex")) ways.setAttribute("tabindex", "-1");
    ways.focus({ preventScroll: true });
    if (ways.scrollIntoView) ways.scrollIntoView();
  }

  function comeBack() {
    if (home && status && status.parentNode !== home) home.insertBefore(status, after);
  }

  button.addEventListener("click", () => {
    if (button.getAttribute("aria-busy") === "true") return;
    comeBack();
    if (window.isSecureContext === false) return fail("location_insecure");
    if (!navigator.geolocation) return fail("location_unavailable");
    button.setAttribute("aria-busy", "true");
    tell("locating");
    navigator.geolocation.getCurrentPosition(
      (position) => {
        const point = { lon: position.coords.longitude, lat: position.coords.latitude };
        if (!inChina(point)) return fail("location_unavailable");
        tell("located");
        parts.go(answerUrl(parts.home, point, parts.kept));
      },
      (error) => fail(REASONS[error.code] || "location_unavailable"),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: OLD_ENOUGH_MS },
    );
  });

  // Coming back to this page from the answer must not leave the button busy.
  window.addEventListener("pageshow", () => button.removeAttribute("aria-busy"));
}
