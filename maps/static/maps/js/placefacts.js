/** What the cards and rows of the page already say of places, for the map to say again. */

/** @param {Element | null} element */
function words(element) {
  return element ? (element.textContent || "").replace(/\s+/g, " ").trim() : "";
}

/** @param {Element} root @param {string} selector */
function all(root, selector) {
  return Array.from(root.querySelectorAll(selector)).map(words).filter(Boolean).join(" · ");
}

/**
 * By place id; what a card does not say stays empty.
 *
 * @param {ParentNode} root
 * @returns {Record<string, PlaceFacts>}
 */
export function factsOnPage(root) {
  /** @type {Record<string, PlaceFacts>} */
  const facts = {};
  root.querySelectorAll("li.row").forEach((row) => {
    const link = row.querySelector(".row-name a");
    const id = /\/p\/([0-9a-z]+)/.exec((link && link.getAttribute("href")) || "");
    const head = row.querySelector(".verdict-small");
    const first = head && head.firstChild;
    if (!id || !first) return;
    facts[id[1]] = {
      verdict: (first.textContent || "").trim(),
      way: words(row.querySelector(".row-way")),
      hours: "",
    };
  });
  root.querySelectorAll("article.place[data-id]").forEach((card) => {
    const hours = card.querySelector(".facts div");
    facts[String(card.getAttribute("data-id"))] = {
      verdict: words(card.querySelector(".verdict strong")),
      way: all(card, ".way li"),
      hours: hours ? words(hours.querySelector("dt")) + " " + words(hours.querySelector("dd")) : "",
    };
  });
  return facts;
}
