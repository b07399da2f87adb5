/** Loads a classic script or a style sheet of our own origin once, on demand. */

/** @type {Record<string, Promise<void>>} */
const loading = {};

/**
 * @param {string} url
 * @param {() => HTMLElement} make
 * @returns {Promise<void>}
 */
function once(url, make) {
  if (!loading[url]) {
    loading[url] = new Promise((resolve, reject) => {
      const element = make();
      element.onload = () => resolve();
      element.onerror = () => reject(new Error("cannot load " + url));
      document.head.appendChild(element);
    });
  }
  return loading[url];
}

/** @param {string} url */
export function loadScript(url) {
  return once(url, () => {
    const script = document.createElement("script");
    script.src = url;
    return script;
  });
}

/** @param {string} url */
export function loadStyle(url) {
  return once(url, () => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = url;
    return link;
  });
}

/** @param {string} url @returns {Promise<any>} */
export async function loadJson(url) {
  const response = await fetch(url, { credentials: "same-origin" });
  if (!response.ok) throw new Error(url + " answered " + response.status);
  return response.json();
}
