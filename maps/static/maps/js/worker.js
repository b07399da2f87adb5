/**
 * The service worker: keeps the city's directory, and answers from it when there is no network.
 *
 * `/sw.js` sets `self.LINGGONG` and imports this file, so that a new publication, a new day or a
 * changed file makes a new worker. Pages are never kept: without network a navigation gets the
 * offline shell, which works the answer out from the data and says its date. A classic script,
 * for phones older than module workers.
 */

"use strict";

/** @typedef {{ version: string, shells: Record<string, string>, data: string, files: string[] }} Kept */

// @ts-ignore: the checker sees a window here, the browser a ServiceWorkerGlobalScope.
const worker = /** @type {ServiceWorkerGlobalScope} */ (self);
const kept = /** @type {Kept} */ (/** @type {any} */ (self).LINGGONG);
const CACHE = "linggong-" + kept.version;
const PATIENCE_MS = 3000;
const TRIES = 6;
const LONGEST_PAUSE_S = 30;
// What is kept is the same for every request to its address, whatever headers came with it.
const ANY = { ignoreVary: true };

/**
 * Asked again of a server that is too busy: after as long as it says, but not by all at once.
 *
 * @param {string} url
 */
async function fetched(url) {
  for (let left = TRIES - 1; ; left -= 1) {
    const response = await fetch(url, { credentials: "same-origin" });
    if (!left || (response.status !== 429 && response.status !== 503)) return response;
    const seconds = Number(response.headers.get("Retry-After")) || 1;
    const pause = Math.min(seconds, LONGEST_PAUSE_S) * (1 + Math.random() / 2);
    await new Promise((resolve) => setTimeout(resolve, pause * 1000));
  }
}

/**
 * One file into the new cache; a hashed file the old cache has is not fetched again.
 *
 * @param {Cache} cache @param {string} url @param {boolean} fresh
 */
async function keep(cache, url, fresh) {
  const old = fresh ? undefined : await caches.match(url, ANY);
  const response = old || (await fetched(url));
  if (!response.ok) throw new Error(url + " answered " + response.status);
  await cache.put(url, response);
}

async function install() {
  const cache = await caches.open(CACHE);
  const changing = Object.keys(kept.shells).map((lang) => kept.shells[lang]);
  changing.push(kept.data);
  await Promise.all(changing.map((url) => keep(cache, url, true))
    .concat(kept.files.map((url) => keep(cache, url, false))));
  await worker.skipWaiting();
}

async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.indexOf("linggong-") === 0 && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** @param {Request} request */
function inTime(request) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("no answer in time")), PATIENCE_MS);
    // Asked afresh: the browser's own cache would show a page of before without its date.
    fetch(request, { cache: "no-cache" }).then(resolve, reject);
  });
}

/**
 * The page from the network, or the offline shell where none comes in time.
 *
 * @param {Request} request @param {string} path
 * @returns {Promise<Response>}
 */
async function page(request, path) {
  try {
    const response = await inTime(request);
    // A gateway without a server behind it is no network for the one who asks.
    if (response.status < 502 || response.status > 504) return response;
  } catch (error) {
    // Falls through to the shell.
  }
  const shell = path.indexOf("/en/") === 0 ? kept.shells.en : kept.shells.zh;
  return (await caches.match(shell, ANY)) || Response.error();
}

/** @param {Request} request @returns {Promise<Response>} */
async function file(request) {
  return (await caches.match(request, ANY)) || fetch(request);
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(page(request, url.pathname));
  } else if (url.pathname === kept.data || kept.files.indexOf(url.pathname) >= 0) {
    event.respondWith(file(request));
  }
});
