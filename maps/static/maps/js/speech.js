/** What is read aloud: the answer's cards as sentences, taken from the words that are shown. */

/**
 * The text of an element in one line.
 *
 * @param {Element | null} element
 */
function words(element) {
  return element ? (element.textContent || "").replace(/\s+/g, " ").trim() : "";
}

/**
 * A sentence for each card: name, how it is found on arrival, how far, until when, the advice.
 *
 * @param {ParentNode} page
 * @returns {string[]}
 */
export function sentences(page) {
  const said = [words(page.querySelector("h1"))];
  Array.from(page.querySelectorAll("article.place")).forEach((card) => {
    const parts = [words(card.querySelector(".place-name"))];
    const verdict = card.querySelector(".verdict");
    if (verdict) Array.from(verdict.children).forEach((part) => parts.push(words(part)));
    Array.from(card.querySelectorAll(".way li")).forEach((part) => parts.push(words(part)));
    parts.push(words(card.querySelector(".peak")));
    said.push(parts.filter((part) => part !== "").join("，") + "。");
  });
  return said.filter((sentence) => sentence !== "" && sentence !== "。");
}
