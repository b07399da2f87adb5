/** The dawn page: buttons that count, and counts that wait for the network. */

import { all, drop, flush, put } from "./countqueue.js";
import { readJson, say } from "./settings.js";

/** @typedef {import("./countqueue.js").Item} Item */

const EVERY_MS = 30000;
const MEASURES = ["seekers", "posts", "hires"];
const LAST = "linggong-count-place";
const settings = readJson("settings");
const words = /** @type {Record<string, string>} */ (readJson("words"));
const tradesOf = /** @type {Record<string, string[]>} */ (readJson("trades-of"));
const form = /** @type {HTMLFormElement | null} */ (document.getElementById("count"));
const line = document.getElementById("line");
let asked = "";

/** @param {string} name @returns {HTMLInputElement} */
function field(name) {
  return /** @type {HTMLInputElement} */ (form?.elements.namedItem(name));
}

/** @param {string} text @param {boolean} [bad] */
function tell(text, bad) {
  if (!line) return;
  line.textContent = text;
  line.toggleAttribute("data-bad", Boolean(bad));
}

/** @returns {string} a random key, also in browsers without crypto.randomUUID */
function key() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("");
}

/** @param {Date} now @returns {string} the day where the phone is */
function dayOf(now) {
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
}

/** A page from the phone may be of yesterday: its day, session and key are made anew. */
function begin() {
  const now = new Date();
  field("key").value = key();
  field("day").max = dayOf(now);
  field("day").value = dayOf(now);
  const session = now.getHours() < 12 ? "am" : "pm";
  form?.querySelectorAll("[name=session]").forEach((each) => {
    if (each instanceof HTMLInputElement) each.checked = each.value === session;
  });
  for (const name of MEASURES) field(name).value = "";
  form?.querySelectorAll("[data-trade] input").forEach((each) => {
    if (each instanceof HTMLInputElement) each.value = "";
  });
  said("");
}

/** @param {string} measure @param {string} [text] */
function said(measure, text) {
  form?.querySelectorAll("[data-measure]").forEach((each) => {
    const place = each.querySelector("[data-said]");
    const own = each instanceof HTMLElement && each.dataset.measure === measure;
    if (place) place.textContent = own && text ? text : "";
  });
}

/** @param {Event} event */
function step(event) {
  const button = event.target instanceof Element ? event.target.closest("[data-step]") : null;
  const measure = button?.closest("[data-measure]");
  if (!(button instanceof HTMLElement) || !(measure instanceof HTMLElement)) return;
  const input = field(measure.dataset.measure || "");
  const by = button.dataset.step || "";
  const now = parseInt(input.value, 10) || 0;
  input.value = by === "clear" ? "" : String(Math.min(settings.most, Math.max(0, now + Number(by))));
  asked = "";
}

/** The trades of the chosen place first; the others on demand. */
function showTrades() {
  const own = tradesOf[field("place").value] || [];
  const more = form?.querySelector("[data-all-trades]");
  form?.querySelectorAll("[data-trade]").forEach((row) => {
    if (!(row instanceof HTMLElement)) return;
    row.hidden = own.length > 0 && own.indexOf(row.dataset.trade || "") < 0;
  });
  if (more instanceof HTMLElement) more.hidden = own.length === 0;
}

/** @returns {[string, string] | null} the measure and what is wrong with it, or to be asked */
function wrong() {
  /** @type {Record<string, number>} */
  const numbers = {};
  for (const name of MEASURES) {
    const text = field(name).value.trim();
    if (!text) continue;
    numbers[name] = Number(text);
    if (!/^\d+$/.test(text) || numbers[name] > settings.most) {
      return [name, say(words, "range", { most: settings.most })];
    }
  }
  if (!Object.keys(numbers).length) return ["seekers", words.empty];
  if (numbers.hires > numbers.seekers) return ["hires", words.hires];
  const state = JSON.stringify(numbers);
  if (asked === state) return null;
  const high = Object.keys(numbers).find((name) => numbers[name] > settings.askAbove);
  asked = state;
  if (high) return [high, say(words, "ask", { value: numbers[high] })];
  if (numbers.hires > numbers.posts) return ["hires", words.askHires];
  return null;
}

/** @returns {Item} what is to be sent, with the time at which it was counted */
function filled() {
  const at = new Date().toISOString();
  field("counted_at").value = at;
  const fields = /** @type {[string, string][]} */ (
    Array.from(new FormData(/** @type {HTMLFormElement} */ (form)), ([name, value]) => [
      name, String(value),
    ]).filter(([name, value]) => value !== "" && name !== "csrfmiddlewaretoken" && name !== "sure")
  );
  fields.push(["sure", "1"]);
  const place = /** @type {HTMLSelectElement} */ (document.getElementById("place"));
  const name = place.selectedOptions[0].text;
  return { key: field("key").value, who: settings.who, place: place.value, name, at, fields };
}

/** @param {SubmitEvent} event */
async function submit(event) {
  event.preventDefault();
  const fault = wrong();
  said(fault ? fault[0] : "", fault ? fault[1] : "");
  if (fault) {
    field(fault[0]).focus();
    return;
  }
  const item = filled();
  try {
    await put(item);
  } catch (error) {
    // Private windows and full phones: sent as a plain form, as without script.
    if (!navigator.onLine) tell(words.cannotKeep, true);
    else form?.submit();
    return;
  }
  asked = "";
  begin();
  tell(words.kept);
  window.scrollTo(0, 0);
  await deliver();
}

async function deliver() {
  const done = await flush(settings.who, settings.send);
  if (done.signIn) tell(words.signIn, true);
  else if (done.sent) tell(words.sent);
  await show();
}

/** @param {Item} item @returns {HTMLLIElement} */
function listed(item) {
  const entry = document.createElement("li");
  const at = new Date(item.at);
  const time = String(at.getHours()).padStart(2, "0") + ":" + String(at.getMinutes()).padStart(2, "0");
  const numbers = item.fields.filter(([name]) => MEASURES.indexOf(name) >= 0).map(([, n]) => n);
  entry.textContent = dayOf(at) + " " + time + " " + item.name + "：" + numbers.join(" / ");
  if (!item.refused) return entry;
  const why = document.createElement("p");
  why.className = "count-said";
  why.textContent = words.refused + item.refused.join("；");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet";
  button.textContent = words.drop;
  button.addEventListener("click", async () => {
    if (button.textContent !== words.really) {
      button.textContent = words.really;
      return;
    }
    await drop(item.key);
    await show();
  });
  entry.append(why, button);
  return entry;
}

async function show() {
  const section = document.getElementById("queue");
  const list = document.getElementById("queue-list");
  const told = document.getElementById("queue-said");
  if (!section || !list || !told) return;
  const items = await all();
  const own = items.filter((item) => item.who === settings.who);
  const parts = [];
  if (own.length) parts.push(say(words, "waiting", { n: own.length }));
  if (items.length > own.length) parts.push(say(words, "others", { n: items.length - own.length }));
  told.textContent = parts.join("");
  list.replaceChildren(...own.map(listed));
  section.hidden = items.length === 0;
}

function start() {
  if (!form || !window.indexedDB) return;
  document.getElementById("main")?.classList.add("scripted");
  form.querySelectorAll("[data-step]").forEach((each) => each.removeAttribute("hidden"));
  form.addEventListener("click", step);
  form.addEventListener("submit", submit);
  const place = field("place");
  const last = localStorage.getItem(LAST);
  if (!place.value && last && tradesOf !== undefined) place.value = last;
  place.addEventListener("change", () => {
    localStorage.setItem(LAST, place.value);
    showTrades();
  });
  form.querySelector("[data-all-trades]")?.addEventListener("click", () => {
    form.querySelectorAll("[data-trade]").forEach((row) => row.removeAttribute("hidden"));
  });
  // What the server sent back to be put right stays as it was typed.
  if (!form.querySelector("[aria-invalid]") && !document.querySelector(".warn")) begin();
  showTrades();
  document.getElementById("queue-send")?.addEventListener("click", deliver);
  window.addEventListener("online", deliver);
  window.addEventListener("offline", () => tell(words.offline, true));
  setInterval(deliver, EVERY_MS);
  if (!navigator.onLine) tell(words.offline, true);
  navigator.serviceWorker?.register(settings.worker).catch(() => undefined);
  deliver();
}

start();
