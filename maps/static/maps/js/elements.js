/** Small pieces of page, made without markup in strings. */

/**
 * An element with a class, and text or children.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {string} className @param {...(Node | string | null)} inside
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, className, ...inside) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  inside.forEach((one) => {
    if (one !== null && one !== "") {
      made.appendChild(typeof one === "string" ? document.createTextNode(one) : one);
    }
  });
  return made;
}

/** @param {string} url @param {string} className @param {...(Node | string)} inside */
export function linkTo(url, className, ...inside) {
  const made = el("a", className, ...inside);
  made.href = url;
  return made;
}

/** One row of a definition list. @param {string} term @param {...(Node | string)} inside */
export function fact(term, ...inside) {
  return el("div", "", el("dt", "", term), el("dd", "", ...inside));
}

/**
 * A symbol of the sprite, where the page says where the sprite is.
 *
 * @param {string} sprite @param {string} name @param {string} className
 * @param {number} size of the symbol's own box
 * @returns {SVGElement}
 */
export function symbol(sprite, name, className, size) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", className);
  svg.setAttribute("viewBox", "0 0 " + size + " " + size);
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", sprite + "#" + name);
  svg.appendChild(use);
  return svg;
}
