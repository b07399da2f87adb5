/**
 * The counting page's service worker: the page as it last was, where there is no network.
 *
 * `/office/count/sw.js` sets `self.LINGGONG_COUNT` and imports this file; its scope is that folder
 * alone. Kept are the page (names of the places of one's own region, no numbers) and its files.
 * What was counted lies in the page's own store until it has arrived. A classic script, for phones
 * older than module workers.
 */

"use strict";

// A block: the other worker of this folder has names of its own like these.
{
  // @ts-ignore: the checker sees a window here, the browser a ServiceWorkerGlobalScope.
  const worker = /** @type {ServiceWorkerGlobalScope} */ (self);
  const kept = /** @type {{ page: string, files: string[] }} */ (
    /** @type {any} */ (self).LINGGONG_COUNT
  );
  const CACHE = "count-linggong";
  const PATIENCE_MS = 3000;
  const ANY = { ignoreVary: true, ignoreSearch: true };

  async function install() {
    const cache = await caches.open(CACHE);
    await Promise.all(kept.files.map(async (url) => {
      if (!(await cache.match(url, ANY))) await cache.add(url);
    }));
    await worker.skipWaiting();
  }

  async function activate() {
    const cache = await caches.open(CACHE);
    const stale = (await cache.keys()).filter((request) => {
      const path = new URL(request.url).pathname;
      return path !== kept.page && kept.files.indexOf(path) < 0;
    });
    await Promise.all(stale.map((request) => cache.delete(request)));
    await worker.clients.claim();
    // The page was there before its worker: fetched once more to be kept.
    const fresh = await fetch(kept.page, { credentials: "same-origin", redirect: "manual" });
    await keepPage(fresh);
  }

  /** @param {Response} response */
  async function keepPage(response) {
    if (response.status !== 200 || response.redirected || response.type !== "basic") return;
    const cache = await caches.open(CACHE);
    await cache.put(kept.page, response.clone());
  }

  /** @param {Request} request @returns {Promise<Response>} */
  function inTime(request) {
    return new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error("no answer in time")), PATIENCE_MS);
      fetch(request).then(resolve, reject);
    });
  }

  /** @param {Request} request @returns {Promise<Response>} */
  async function page(request) {
    try {
      const response = await inTime(request);
      // A gateway without a server behind it is no network for the one who counts.
      if (response.status < 502 || response.status > 504) {
        await keepPage(response.clone());
        return response;
      }
    } catch (error) {
      // Falls through to what is kept.
    }
    return (await caches.match(kept.page, ANY)) || Response.error();
  }

  worker.addEventListener("install", (event) => event.waitUntil(install()));
  worker.addEventListener("activate", (event) => event.waitUntil(activate()));
  worker.addEventListener("fetch", (event) => {
    const request = event.request;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== worker.location.origin) return;
    if (request.mode === "navigate" && url.pathname === kept.page) {
      event.respondWith(page(request));
    } else if (kept.files.indexOf(url.pathname) >= 0) {
      event.respondWith(caches.match(request, ANY).then((found) => found || fetch(request)));
    }
  });
}
