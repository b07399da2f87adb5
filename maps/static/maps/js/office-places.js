/** The form of a place: rows added without a round trip, and hours read back while one types. */

const PAUSE_MS = 350;

/** @param {HTMLElement} box */
function wireRows(box) {
  const prefix = box.dataset.rows || "";
  const template = /** @type {HTMLTemplateElement | null} */ (
    box.querySelector("template[data-row-template]"));
  const total = /** @type {HTMLInputElement | null} */ (
    box.querySelector(`[name="${prefix}-TOTAL_FORMS"]`));
  const most = /** @type {HTMLInputElement | null} */ (
    box.querySelector(`[name="${prefix}-MAX_NUM_FORMS"]`));
  const button = box.querySelector("[data-add-row]");
  if (!template || !total || !most || !button) return;
  button.addEventListener("click", (event) => {
    const count = parseInt(total.value, 10);
    if (count >= parseInt(most.value, 10)) return;
    event.preventDefault();
    const holder = document.createElement("div");
    holder.innerHTML = template.innerHTML.replace(/__prefix__/g, String(count));
    const row = /** @type {HTMLElement} */ (holder.querySelector("[data-row]"));
    const number = row.querySelector("[data-row-number]");
    if (number) number.textContent = String(count + 1);
    box.insertBefore(row, template);
    total.value = String(count + 1);
    row.querySelectorAll("[data-hours]").forEach((one) => wireHours(/** @type {HTMLInputElement} */ (one)));
    wireDelete(row);
    const first = /** @type {HTMLElement | null} */ (row.querySelector("input, select"));
    if (first) first.focus();
  });
  box.querySelectorAll("[data-row]").forEach((row) => wireDelete(/** @type {HTMLElement} */ (row)));
}

/** A row that is ticked to go looks so. @param {HTMLElement} row */
function wireDelete(row) {
  const tick = /** @type {HTMLInputElement | null} */ (row.querySelector('[name$="-DELETE"]'));
  if (!tick) return;
  const show = () => row.classList.toggle("row-gone", tick.checked);
  tick.addEventListener("change", show);
  show();
}

/** @param {HTMLInputElement} field */
function wireHours(field) {
  const form = field.form;
  const url = form ? form.dataset.hoursUrl : "";
  if (!url) return;
  const said = document.getElementById(`${field.id}_read`);
  if (!said) return;
  const about = field.getAttribute("aria-describedby");
  field.setAttribute("aria-describedby", about ? `${about} ${said.id}` : said.id);
  let waiting = 0, asked = 0;
  const ask = async () => {
    const number = ++asked;
    if (!field.value.trim()) {
      said.textContent = "";
      return;
    }
    const response = await fetch(`${url}?${new URLSearchParams({ text: field.value })}`, {
      credentials: "same-origin",
    });
    const answer = await response.json();
    if (number !== asked) return;
    said.textContent = answer.error || answer.words;
    said.classList.toggle("read-back-bad", !!answer.error);
  };
  const later = () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => { ask().catch(() => { said.textContent = ""; }); }, PAUSE_MS);
  };
  field.addEventListener("input", later);
}

document.querySelectorAll("[data-rows]").forEach((box) => wireRows(/** @type {HTMLElement} */ (box)));
document.querySelectorAll("form [data-hours]").forEach((one) => {
  wireHours(/** @type {HTMLInputElement} */ (one));
});
const faults = document.getElementById("faults");
if (faults) faults.focus();
