/** The map's symbols as SVG elements: a shape for each nature, a disc for a cluster. */

import { shapeOf } from "./points.js";

const SVG = "http://www.w3.org/2000/svg";

/** @param {string} name @param {Record<string, string | number>} attributes @returns {SVGElement} */
function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  Object.keys(attributes).forEach((key) => made.setAttribute(key, String(attributes[key])));
  return made;
}

/** @param {string} className @param {SVGElement[]} parts @returns {HTMLElement} */
function framed(className, parts) {
  const svg = element("svg", { viewBox: "0 0 44 44", width: 44, height: 44, class: className });
  svg.setAttribute("aria-hidden", "true");
  parts.forEach((part) => svg.appendChild(part));
  const holder = document.createElement("span");
  holder.appendChild(svg);
  return holder;
}

/**
 * `rank` 1, 2 or 3 makes the larger symbol of an answer, with its number in it; 0 any other place.
 *
 * @param {string} nature @param {number} rank
 * @returns {HTMLElement}
 */
export function placeSymbol(nature, rank) {
  const shape = shapeOf(nature);
  const parts = {
    circle: element("circle", { cx: 22, cy: 22, r: 12 }),
    square: element("rect", { x: 11, y: 11, width: 22, height: 22, rx: 2 }),
    triangle: element("path", { d: "M22 8 L35.5 32 H8.5 Z" }),
  };
  if (!rank) return framed("symbol symbol-" + nature, [parts[shape]]);
  const larger = {
    circle: element("circle", { cx: 22, cy: 22, r: 17 }),
    square: element("rect", { x: 6, y: 6, width: 32, height: 32, rx: 3 }),
    triangle: element("path", { d: "M22 2 L42 39 H2 Z" }),
  };
  const low = shape === "triangle" ? 34 : 29;
  const number = element("text", { x: 22, y: low, "text-anchor": "middle" });
  number.textContent = String(rank);
  return framed("symbol symbol-answer symbol-" + nature, [larger[shape], number]);
}

/** @param {number} count @returns {HTMLElement} */
export function clusterSymbol(count) {
  const text = element("text", { x: 22, y: 28, "text-anchor": "middle" });
  text.textContent = String(count);
  return framed("symbol symbol-cluster", [element("circle", { cx: 22, cy: 22, r: 20 }), text]);
}

/** @returns {HTMLElement} */
export function positionSymbol() {
  return framed("symbol symbol-position", [
    element("circle", { cx: 22, cy: 22, r: 16, class: "halo" }),
    element("circle", { cx: 22, cy: 22, r: 7 }),
  ]);
}
