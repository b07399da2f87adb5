/**
 * Counts on their way: kept in the phone until the server has said that it has them.
 *
 * Each has the key by which the server knows it again, so that sending twice does no harm. What
 * somebody else has counted on this phone waits until that person signs in.
 */

/**
 * @typedef {{ key: string, who: number, place: string, name: string, at: string,
 *   fields: [string, string][], refused?: string[] }} Item
 */

const NAME = "linggong-counts";
const STORE = "waiting";
const PATIENCE_MS = 20000;

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} act
 * @returns {Promise<T>} once it is on the disk
 */
async function within(mode, act) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
      transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** @param {Item} item */
export function put(item) {
  return within("readwrite", (store) => store.put(item));
}

/** @param {string} key */
export function drop(key) {
  return within("readwrite", (store) => store.delete(key));
}

/** @returns {Promise<Item[]>} the oldest first */
export async function all() {
  const items = await within("readonly", (store) => store.getAll());
  return items.sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** @returns {string} the token as it is now; a page from the phone may carry an old one */
function token() {
  const cookie = document.cookie.split("; ").find((each) => each.startsWith("csrftoken="));
  if (cookie) return cookie.slice("csrftoken=".length);
  const field = document.querySelector("[name=csrfmiddlewaretoken]");
  return field instanceof HTMLInputElement ? field.value : "";
}

/**
 * @param {Item} item @param {string} address
 * @returns {Promise<"sent" | "refused" | "signIn" | "waiting">}
 */
async function send(item, address) {
  const ended = new AbortController();
  const timer = setTimeout(() => ended.abort(), PATIENCE_MS);
  /** @type {Response} */
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      body: new URLSearchParams(item.fields),
      headers: { Accept: "application/json", "X-CSRFToken": token() },
      credentials: "same-origin",
      redirect: "manual",
      signal: ended.signal,
    });
    if (answer.status === 200) {
      await drop(item.key);
      return "sent";
    }
    if (answer.type === "opaqueredirect" || answer.status === 403) return "signIn";
    if (answer.status !== 409 && answer.status !== 422) return "waiting";
    const said = await answer.json();
    await put({ ...item, refused: [].concat(...Object.values(said.errors || said.ask)) });
    return "refused";
  } catch (error) {
    return "waiting";
  } finally {
    clearTimeout(timer);
  }
}

let busy = false;

/**
 * Sends what this person has waiting, one after the other.
 *
 * @param {number} who @param {string} address
 * @returns {Promise<{ sent: number, signIn: boolean }>}
 */
export async function flush(who, address) {
  const done = { sent: 0, signIn: false };
  if (busy) return done;
  busy = true;
  try {
    for (const item of await all()) {
      if (item.who !== who || item.refused) continue;
      const state = await send(item, address);
      if (state === "sent") done.sent += 1;
      if (state === "signIn") done.signIn = true;
      if (state === "signIn" || state === "waiting") break;
    }
  } finally {
    busy = false;
  }
  return done;
}
