/** Reads {directory, cases} from standard input and writes the phone's answer to each case. */

import { readFileSync } from "node:fs";

import { answer, openDirectory } from "../../maps/static/maps/js/finder.js";
import { wordsOf } from "../../maps/static/maps/js/offlinecards.js";
import { findTrade, readQuestion } from "../../maps/static/maps/js/offlineask.js";

const given = JSON.parse(readFileSync(0, "utf-8"));
const directory = openDirectory(given.directory);

/** @param {Hit} hit @param {number} now */
function shown(hit, now) {
  const today = Math.floor(now / 1440);
  return {
    words: wordsOf({ strings: given.strings, today, directory, trade: "", sprite: "", lang: "", placeUrl: (id) => id }, hit),
    id: hit.place.id,
    distance: hit.distance,
    minutes: hit.minutes,
    arrival: hit.arrival,
    opens: hit.opens,
    status: hit.status ? hit.status.status : null,
    nextChange: hit.nextChange,
    nextOpening: hit.nextOpening,
    wait: hit.wait,
    today: hit.today.map((span) => [span.start, span.end, span.open]),
  };
}

const answers = given.cases.map((one) => {
  const question = readQuestion(directory, new URLSearchParams(one.query), one.now, "/");
  if (!question.origin) return { origin: null, choices: question.choices.map((c) => c.name) };
  const ask = {
    lon: question.origin.lon,
    lat: question.origin.lat,
    at: question.at,
    mode: question.mode,
    trade: question.trade ? question.trade.code : null,
  };
  const found = answer(directory, ask, one.more);
  return {
    origin: [ask.lon, ask.lat],
    at: ask.at,
    trade: ask.trade,
    best: found.best.map((hit) => shown(hit, one.now)),
    nearer: found.nearer.map((hit) => shown(hit, one.now)),
    rest: found.rest.map((hit) => shown(hit, one.now)),
    good: found.good,
  };
});
const trades = (given.words || []).map((word) => {
  const trade = findTrade(given.directory.trades, word);
  return trade ? trade.code : null;
});
process.stdout.write(JSON.stringify({ answers, trades }));
