/** The page's settings and words, each from one json_script tag. */

/**
 * What the tag with this id holds, or an empty object where the page has none.
 *
 * @param {string} id
 * @returns {any}
 */
export function readJson(id) {
  const tag = document.getElementById(id);
  return tag && tag.textContent ? JSON.parse(tag.textContent) : {};
}

/**
 * A message with its `{name}` or `%(name)s` places filled in; a missing one shows its own key.
 *
 * @param {Record<string, string>} strings @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function say(strings, key, values) {
  const message = strings[key] === undefined ? key : strings[key];
  return message.replace(/%\((\w+)\)[ds]|\{(\w+)\}/g, (whole, named, braced) => {
    const value = values ? values[named || braced] : undefined;
    return value === undefined ? whole : String(value);
  });
}
