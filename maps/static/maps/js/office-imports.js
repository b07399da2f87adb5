/** The progress of an import or export: asked for every second, and the page opened anew at its end. */

const EVERY_MS = 1000;

/**
 * @typedef {{state: string, percent: number, done: number, total: number, running: boolean}} Progress
 */

/** @param {HTMLElement} panel */
function follow(panel) {
  const address = panel.dataset.importProgress ?? "";
  // What the page shows, not what the first answer says: the job may have ended in between.
  const state = panel.dataset.importState;
  const bar = panel.querySelector("[data-import-bar]");
  const timer = window.setInterval(async () => {
    const now = await asked(address);
    if (!now) return;
    if (bar instanceof HTMLProgressElement) bar.value = now.percent;
    if (now.state !== state) {
      window.clearInterval(timer);
      window.location.reload();
    }
  }, EVERY_MS);
}

/**
 * @param {string} address
 * @returns {Promise<Progress | null>} null where the network or the session is gone
 */
async function asked(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

const panel = document.querySelector("[data-import-progress]");
if (panel instanceof HTMLElement) follow(panel);
