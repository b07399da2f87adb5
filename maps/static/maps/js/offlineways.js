/** The ways of asking without network: this phone's position, counties, a name, trade, time. */

import { el, linkTo, symbol } from "./elements.js";
import { offerLocation } from "./locate.js";
import { named } from "./offlinecards.js";
import { say } from "./settings.js";

/** @typedef {Parameters<typeof named>[0]} Desk */

// The frame that a question keeps while another part of it is changed.
const KEPT = ["lon", "lat", "datum", "region", "q", "trade", "at", "mode"];
const TRADES_FIRST = 11;
const ORIGIN = ["lon", "lat", "datum", "region", "q"];

/**
 * The address with some parts changed; an empty part is left out.
 *
 * @param {string} home @param {URLSearchParams} query
 * @param {Record<string, string>} changes @param {string[]} [without]
 */
function urlWith(home, query, changes, without) {
  const next = new URLSearchParams();
  KEPT.forEach((name) => {
    const dropped = without && without.indexOf(name) >= 0;
    const value = changes[name] !== undefined ? changes[name] : dropped ? "" : query.get(name) || "";
    if (value) next.set(name, value);
  });
  const said = next.toString();
  return home + (said ? "?" + said : "");
}

/** @param {string} url @param {boolean} chosen @param {...(Node | string)} inside */
function option(url, chosen, ...inside) {
  const link = linkTo(url, "", ...inside);
  if (chosen) link.setAttribute("aria-current", "true");
  return el("li", "", link);
}

/** @param {string} title @param {...HTMLElement} inside */
function block(title, ...inside) {
  return el("div", "way-block", el("h3", "", title), ...inside);
}

/** @param {Desk} desk @param {URLSearchParams} query @param {string} home */
function searchForm(desk, query, home) {
  const { strings } = desk;
  const label = el("label", "", say(strings, "box"));
  label.htmlFor = "q";
  const box = el("input", "");
  box.id = "q";
  box.name = "q";
  box.type = "search";
  box.maxLength = 60;
  box.value = query.get("q") || "";
  const go = el("button", "button", say(strings, "box_go"));
  go.type = "submit";
  const form = el("form", "search", label, el("div", "search-row", box, go),
    el("p", "hint", say(strings, "box_hint")));
  form.method = "get";
  form.action = home;
  form.setAttribute("role", "search");
  ["trade", "at", "mode"].forEach((name) => {
    const value = query.get(name);
    if (!value) return;
    const kept = el("input", "");
    kept.type = "hidden";
    kept.name = name;
    kept.value = value;
    form.appendChild(kept);
  });
  return form;
}

/** @param {Desk} desk @param {URLSearchParams} query @param {string} home */
function trades(desk, query, home) {
  const any = option(urlWith(home, query, { trade: "" }), !desk.trade,
    symbol(desk.sprite, "i-any", "icon", 32), el("span", "", say(desk.strings, "any_trade")));
  const each = desk.directory.city.trades.map((trade) =>
    option(urlWith(home, query, { trade: trade.code }), trade.code === desk.trade,
      symbol(desk.sprite, "t-" + (trade.icon || trade.code), "icon", 32),
      el("span", "", named(desk, trade))));
  const grid = el("ul", "grid", any, ...each.slice(0, TRADES_FIRST));
  const further = each.slice(TRADES_FIRST);
  if (!further.length) return el("div", "", grid);
  const fold = el("details", "fold",
    el("summary", "", say(desk.strings, "more_trades", { n: further.length })),
    el("ul", "grid", ...further));
  fold.open = further.some((item) => item.querySelector("[aria-current]") !== null);
  return el("div", "", grid, fold);
}

/**
 * Links to now and to five in the morning, for the head of an answer as well.
 *
 * @param {Desk} desk @param {URLSearchParams} query @param {string} home
 * @param {number} now minutes from the data's first day
 */
export function timeOptions(desk, query, home, now) {
  const early = now % 1440 < 300;
  const dawn = early ? "today 05:00" : "tomorrow 05:00";
  const asked = query.get("at") || "now";
  return [
    option(urlWith(home, query, { at: "" }), asked === "now", say(desk.strings, "now")),
    option(urlWith(home, query, { at: dawn }), asked === dawn,
      say(desk.strings, early ? "dawn_today" : "dawn_tomorrow")),
  ];
}

/**
 * @param {Desk} desk @param {URLSearchParams} query @param {string} home the finder's path
 * @param {number} now minutes from the data's first day @param {boolean} answered
 * @returns {HTMLElement}
 */
export function waysOf(desk, query, home, now, answered) {
  const { strings, directory } = desk;
  const status = el("p", "status");
  status.setAttribute("role", "status");
  const button = el("button", "button button-locate", symbol(desk.sprite, "i-here", "icon", 32),
    say(strings, "from_here"));
  button.type = "button";
  const region = query.get("region") || "";
  const counties = directory.city.areas.filter((area) => area.level === "county").map((area) =>
    option(urlWith(home, query, { region: area.code }, ORIGIN), region.slice(0, 6) === area.code,
      area.name));
  const mode = query.get("mode") || "ebike";
  const modes = ["ebike", "walk"].map((one) =>
    option(urlWith(home, query, { mode: one === "ebike" ? "" : one }), one === mode,
      say(strings, "mode_" + one)));
  const places = block(say(strings, "ways_first"), el("ul", "areas", ...counties),
    searchForm(desk, query, home));
  const made = el("section", answered ? "ways" : "",
    answered ? el("h2", "", say(strings, "ways_change")) : null,
    button, status, places,
    block(say(strings, "which_trade"), trades(desk, query, home)),
    block(say(strings, "when_and_how"),
      el("ul", "choices", ...timeOptions(desk, query, home, now), ...modes)));
  made.id = "ways";
  made.setAttribute("aria-label", say(strings, answered ? "ways_change" : "ways_first"));
  offerLocation({
    button: button,
    status: status,
    ways: places,
    home: home,
    kept: { trade: desk.trade, at: query.get("at") || "", mode: mode },
    strings: strings,
    go: (url) => location.assign(url),
  });
  return made;
}
