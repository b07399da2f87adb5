/** The pure modules, by node's own test runner: `node --test tests/js`. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { fromWgs84, toWgs84 } from "../../maps/static/maps/js/datum.js";
import { openDirectory, resolve } from "../../maps/static/maps/js/finder.js";
import { geodesic } from "../../maps/static/maps/js/geodesic.js";
import { clipped, spansOfDay, stateAt, unpack, withoutPauses } from "../../maps/static/maps/js/hours.js";
import { findNames } from "../../maps/static/maps/js/names.js";
import { inRings, overlap, placeLabels } from "../../maps/static/maps/js/mapnames.js";
import { readPoints, readTowns, shapeOf, tradeName } from "../../maps/static/maps/js/points.js";
import { BadParameter, fromForm, minutesSince, readAt, readPosition } from "../../maps/static/maps/js/query.js";
import { voiceFor } from "../../maps/static/maps/js/readaloud.js";
import { say } from "../../maps/static/maps/js/settings.js";
import { answerUrl } from "../../maps/static/maps/js/urls.js";
import { clock, distance, minutes } from "../../maps/static/maps/js/words.js";

const near = (a, b, within) => assert.ok(Math.abs(a - b) <= within, `${a} is not ${b}`);

test("a degree of latitude has its WGS-84 length", () => {
  near(geodesic(0, 0, 0, 1), 110574.389, 0.001);
  near(geodesic(117.2, 34.8, 117.3, 34.8), 9150.973, 0.001);
  assert.equal(geodesic(117.2, 34.8, 117.2, 34.8), 0);
});

test("a datum and back is the same point, and abroad all three are equal", () => {
  for (const datum of ["gcj02", "bd09"]) {
    const there = fromWgs84(117.263, 34.795, datum);
    assert.ok(Math.abs(there[0] - 117.263) > 0.003);
    const back = toWgs84(there[0], there[1], datum);
    near(back[0], 117.263, 1e-9);
    near(back[1], 34.795, 1e-9);
    assert.deepEqual(fromWgs84(2.35, 48.85, datum), [2.35, 48.85]);
  }
  assert.equal(toWgs84(117, 34, "epsg"), null);
});

test("packed hours open up into spans, unknown ones marked", () => {
  assert.deepEqual(unpack([-120, 240, 60, -30]), [
    { start: -120, end: 120, open: true },
    { start: 180, end: 210, open: null },
  ]);
  assert.deepEqual(unpack([]), []);
});

test("a state is open, unknown or closed, and unknown where there are no hours", () => {
  const spans = unpack([60, 60, 60, -60]);
  assert.deepEqual([59, 60, 119, 120, 180, 240].map((at) => stateAt(spans, at)),
    [false, true, true, false, null, false]);
  assert.equal(stateAt(null, 60), null);
});

test("days of no operation are cut out by whole days", () => {
  const spans = unpack([1380, 180]);
  const left = withoutPauses(spans, [{ status: "suspended", start: 1, end: 2 }]);
  assert.deepEqual(left, [{ start: 1380, end: 1440, open: true }]);
  assert.deepEqual(withoutPauses(spans, [{ status: "closed", start: 0 }]), []);
  assert.deepEqual(clipped(spans, 1400, 1410), [{ start: 1400, end: 1410, open: true }]);
});

test("a day has the span that began the evening before", () => {
  assert.equal(spansOfDay(unpack([1380, 180]), 1).length, 1);
  assert.equal(spansOfDay(unpack([1380, 60]), 1).length, 0);
});

test("names are found by Chinese, pinyin and initials, exact ones first", () => {
  const area = (key, name, pinyin, initials) =>
    ({ key, name, pinyin, initials, kind: "county", weight: 30 });
  const all = [
    area("1", "台儿庄区", "taierzhuangqu", "tezq"),
    area("2", "枣庄市", "zaozhuangshi", "zzs"),
  ];
  for (const typed of ["台儿庄", "tai er zhuang", "TEZ", "tezq", "台"]) {
    assert.equal(findNames(all, typed, 5)[0].entry.key, "1", typed);
  }
  assert.equal(findNames(all, "庄", 5).length, 2);
  assert.deepEqual(findNames(all, "！", 5), []);
});

test("an address is read as the server reads it, and a bad part is named", () => {
  const read = (text) => readPosition(new URLSearchParams(text));
  assert.deepEqual(read("lon=117.2&lat=34.8"), [117.2, 34.8]);
  assert.equal(read("q=x"), null);
  for (const [text, name] of [
    ["lon=34.8&lat=117.2", "lon"], ["lon=117", "lat"], ["lon=1e2&lat=3", "lon"],
    ["lon=117&lat=34&datum=x", "datum"],
  ]) {
    assert.throws(() => read(text), (error) => error instanceof BadParameter && error.parameter === name);
  }
});

test("moments count from the first day, whatever the phone's own time zone", () => {
  assert.equal(minutesSince("2026-11-23", Date.UTC(2026, 10, 22, 16, 1)), 1);
  assert.equal(readAt("tomorrow 05:00", "2026-11-23", 100), 1440 + 300);
  assert.equal(readAt("2026-11-25T04:30", "2026-11-23", 0), 2 * 1440 + 270);
  assert.equal(readAt("now", "2026-11-23", 77), 77);
  for (const bad of ["25:00", "2026-02-30T05:00", "yesterday"]) {
    assert.throws(() => readAt(bad, "2026-11-23", 0), BadParameter);
  }
});

test("what a form sends becomes the shareable question", () => {
  const form = new URLSearchParams("coords=117.2，34.8&when=dawn");
  const asked = fromForm(form, "2026-11-23", 600);
  assert.deepEqual([asked.get("lon"), asked.get("lat"), asked.get("at")], ["117.2", "34.8", "tomorrow 05:00"]);
});

test("the canonical address leaves defaults out", () => {
  const point = { lon: 117.2630004, lat: 34.795 };
  assert.equal(answerUrl("/", point, { mode: "ebike", at: "now" }), "/?lon=117.263&lat=34.795");
  assert.equal(answerUrl("/en/", point, { trade: "mason", mode: "walk", at: "tomorrow 05:00" }),
    "/en/?lon=117.263&lat=34.795&trade=mason&at=tomorrow+05%3A00&mode=walk");
});

test("points without a position are left out, and each nature has its shape", () => {
  const rows = [["a", 117, 34, "public", "hall", "甲"], ["b", null, undefined, "public", "hall", "乙"]];
  assert.deepEqual(readPoints({ places: rows }).map((one) => one.id), ["a"]);
  assert.deepEqual(readPoints(null), []);
  const shapes = ["public", "commercial", "spontaneous"].map(shapeOf);
  assert.equal(new Set(shapes).size, 3);
});

test("towns and trades are read beside the points, in the page's language", () => {
  const body = { towns: [["临城街道", 117.2, 34.8], ["无处镇", null, undefined]],
    trades: { bricklayer: ["瓦工", "Bricklayer"] } };
  assert.deepEqual(readTowns(body).map((one) => one.name), ["临城街道"]);
  assert.equal(tradeName(body, "zh-hans", "bricklayer"), "瓦工");
  assert.equal(tradeName(body, "en", "bricklayer"), "Bricklayer");
  assert.equal(tradeName(body, "en", "diver"), "");
});

test("a name stands beside its symbol, keeps clear of others, and goes where there is no room", () => {
  const frame = { width: 300, height: 200, size: 18 };
  const wish = (text, x, y, gap, reach = 0) => ({ text, kind: "place", x, y, gap, reach });
  const symbol = { x: 150, y: 100, w: 30, h: 30 };
  const wishes = [wish("零工市场", 150, 100, 15), wish("薛城区", 150, 100, 0, 96)];
  const placed = placeLabels(wishes, [symbol], frame);
  assert.deepEqual(placed.map((one) => one.text), ["零工市场", "薛城区"]);
  assert.ok(placed[0].x > 165 && placed[0].y === 100);
  assert.ok(!overlap(placed[0], placed[1]) && placed.every((one) => !overlap(one, symbol)));
  assert.deepEqual(placeLabels(wishes, [{ x: 150, y: 100, w: 300, h: 200 }], frame), []);
});

test("a county's name stays inside its outline, and beside it only where it must", () => {
  const frame = { width: 300, height: 200, size: 18 };
  const ring = [[[0, 0], [150, 0], [150, 200], [0, 200]]];
  assert.ok(inRings(10, 10, ring) && !inRings(160, 10, ring));
  const county = { text: "市中区", kind: "county", x: 75, y: 100, gap: 0, reach: 96,
    allowed: [(x, y) => inRings(x, y, ring), (x, y) => !inRings(x, y, ring)] };
  const cluster = { x: 75, y: 100, w: 40, h: 40 };
  assert.ok(placeLabels([county], [cluster], frame)[0].x < 150);
  assert.ok(placeLabels([county], [{ x: 50, y: 100, w: 180, h: 200 }], frame)[0].x >= 150);
});

test("a voice speaks the page's language, one on the phone before one on the network", () => {
  const voices = [
    { lang: "zh_CN", localService: false }, { lang: "zh-CN", localService: true },
    { lang: "en-US", localService: true },
  ];
  assert.equal(voiceFor(voices, "zh-hans"), voices[1]);
  assert.equal(voiceFor(voices, "en"), voices[2]);
  assert.equal(voiceFor(voices.slice(2), "zh-hans"), null);
});

test("messages are filled in, and figures are said as the server says them", () => {
  const words = { metres: "%(n)d 米", kilometres: "%(n)s 公里", minutes: "{n} 分钟" };
  assert.equal(say(words, "missing"), "missing");
  assert.equal(distance(words, 825), "820 米");
  assert.equal(distance(words, 3249), "3.2 公里");
  assert.equal(minutes(words, 3.01), "4 分钟");
  assert.equal(clock(-60), "23:00");
});

test("the id of a place that was merged into another leads there", () => {
  const city = { patterns: [], places: [{ id: "stays" }], merged: { gone: "stays", lost: "nobody" } };
  const directory = openDirectory(city);
  assert.equal(resolve(directory, "gone", 0).place.id, "stays");
  assert.equal(resolve(directory, "lost", 0), null);
});

test("a link leads along the moves in force, and moves in a circle lead nowhere", () => {
  const place = (id, successor) => ({ id: id, statuses: [{ start: 10, successor: successor }] });
  const places = [place("old", "new"), { id: "new" }, place("a", "b"), place("b", "a")];
  const directory = { byId: new Map(places.map((each) => [each.id, each])) };
  const led = (id, day) => {
    const found = resolve(directory, id, day);
    return found && [found.place.id, found.via.map((each) => each.id)];
  };
  assert.deepEqual(led("old", 9), ["old", []]);
  assert.deepEqual(led("old", 10), ["new", ["old"]]);
  assert.deepEqual(led("a", 10), ["a", []]);
  assert.deepEqual(led("b", 10), ["b", []]);
  assert.equal(led("nowhere", 10), null);
});
