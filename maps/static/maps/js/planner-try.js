/** Sites tried by hand: each change fetches the figures anew and puts them in place of the old ones. */

import { loadScript, loadStyle } from "./load.js";
import { tryMap } from "./planner-trymap.js";

/** @typedef {{ pins: import("./planner-trymap.js").Pin[], levels: number[] }} Seen */

/** @param {string} id @returns {any} */
function read(id) {
  const data = document.getElementById(id);
  return data && JSON.parse(data.textContent || "null");
}

/** @param {HTMLElement} box */
async function start(box) {
  const about = box.dataset;
  const form = /** @type {HTMLFormElement} */ (box.querySelector("[data-try-form]"));
  const figures = /** @type {HTMLElement} */ (box.querySelector("[data-try-figures]"));
  const element = /** @type {HTMLElement} */ (box.querySelector("[data-try-map]"));
  /** @type {import("./planner-trymap.js").TryMap | null} */
  let map = null;
  let asked = 0;

  /** @param {URLSearchParams} query */
  async function ask(query) {
    const number = ++asked;
    const address = `${form.action}?${query}`;
    try {
      const answer = await fetch(`${address}&part=figures`, { credentials: "same-origin" });
      const said = await answer.text();
      if (number !== asked) return;
      if (answer.status !== 200 && answer.status !== 422) throw new Error(String(answer.status));
      const open = [...figures.querySelectorAll("details[open]")].map((each) => each.id);
      figures.innerHTML = said;
      open.forEach((id) => {
        const folded = id && document.getElementById(id);
        if (folded) folded.setAttribute("open", "");
      });
      window.history.replaceState(null, "", address);
    } catch (error) {
      if (number !== asked) return;
      const notice = document.createElement("p");
      notice.className = "notice notice-bad";
      notice.setAttribute("role", "alert");
      notice.textContent = about.sayFailed || "";
      figures.prepend(notice);
      console.warn(error);
    }
    show();
  }

  function show() {
    const seen = /** @type {Seen | null} */ (read("try-seen"));
    if (map && seen) map.show(seen.pins, seen.levels);
  }

  /** What is open now, as the form would send it. */
  function now() {
    const query = new URLSearchParams();
    new FormData(form).forEach((value, name) => {
      if (name !== "add") query.append(name, String(value));
    });
    return query;
  }

  /** The same without one site. @param {URLSearchParams} query @param {string} key */
  function without(query, key) {
    const seen = /** @type {Seen | null} */ (read("try-seen"));
    const pin = seen && seen.pins.find((each) => each[0] === key);
    const free = key.startsWith("x") && pin ? `${pin[2]},${pin[3]}` : "";
    const rest = new URLSearchParams();
    query.forEach((value, name) => {
      const at = value.split(",").slice(0, 2).map(Number).join();
      const same = name === "at" && free !== "" && at === free;
      if (!(name === "site" && value === key) && !same) rest.append(name, value);
    });
    return rest;
  }

  const deeds = {
    /** @param {string | null} from @param {string | [number, number]} to */
    put(from, to) {
      const query = from === null ? now() : without(now(), from);
      const seen = /** @type {Seen | null} */ (read("try-seen"));
      const moved = seen && seen.pins.find((each) => each[0] === from);
      // What is moved holds as many as before.
      const room = moved && moved[5] !== null ? [String(moved[5])] : [];
      if (typeof to === "string") query.append("site", to);
      else query.append("at", [...to.map((each) => each.toFixed(6)), ...room].join());
      ask(query);
    },
    /** @param {string} key */
    gone(key) { ask(without(now(), key)); },
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const query = now();
    const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
    const added = /** @type {HTMLSelectElement} */ (form.elements.namedItem("add"));
    if (button && button.name === "remove") query.append("remove", button.value);
    else if (added.value) query.append("site", added.value);
    ask(query);
  });
  await Promise.all([loadStyle(about.leafletCss || ""), loadScript(about.leaflet || "")]);
  map = tryMap(element, about, read("try-ground"), deeds);
  const help = box.querySelector("[data-try-help]");
  if (help instanceof HTMLElement) help.hidden = false;
  show();
}

const box = document.querySelector("[data-try]");
if (box instanceof HTMLElement && box.querySelector("[data-try-form]")) {
  // The tables and their buttons do the same.
  start(box).catch((error) => console.warn(error));
}
