/**
 * Finding areas, places and trades by what people type: Chinese, pinyin or initials.
 *
 * The twin of geo/names.py over one city: few enough entries that each form is simply tried.
 * Ranking: exact before prefix before substring; within it the name before pinyin before initials;
 * then the heavier entry, the shorter name, the name, the key.
 */

/** @typedef {{ key: string, name: string, pinyin: string, initials: string, kind: string,
 *   weight: number, aliases?: string[] }} NameEntry */
/** @typedef {"name" | "pinyin" | "initials"} Field */

/** @type {Record<string, number>} */
export const WEIGHTS = { province: 50, city: 40, county: 30, town: 20, place: 10 };

/** Administrative endings that people leave out, longest first, with their pinyin and initials. */
const SUFFIXES = [
  ["特别行政区", "tebiexingzhengqu", "tbxzq"],
  ["自治区", "zizhiqu", "zzq"],
  ["自治州", "zizhizhou", "zzz"],
  ["自治县", "zizhixian", "zzx"],
  ["自治旗", "zizhiqi", "zzq"],
  ["地区", "diqu", "dq"],
  ["街道", "jiedao", "jd"],
  ["林区", "linqu", "lq"],
  ["特区", "tequ", "tq"],
  ["省", "sheng", "s"],
  ["市", "shi", "s"],
  ["区", "qu", "q"],
  ["县", "xian", "x"],
  ["旗", "qi", "q"],
  ["盟", "meng", "m"],
  ["镇", "zhen", "z"],
  ["乡", "xiang", "x"],
];
const CJK = /[㐀-鿿豈-﫿]|[\ud840-\udbff][\udc00-\udfff]/;
const TONE_NUMBERS = /^(?:[a-z]{1,6}[1-5])+$/;
// Letters and digits; everything that is not ASCII, punctuation or space counts as a letter here.
const NOT_A_LETTER = /[\u0000-/:-@[-`{-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u2000-\u206f\u3000-\u3004\u3008-\u3020\u3030\ufe30-\ufe4f\uff00-\uff0f\u00d7\u00f7\u0300-\u036f]/g;

/** Half-width, lower case, without tones, spaces and punctuation; `ü` as `v`. @param {string} text */
export function fold(text) {
  const decomposed = text.normalize("NFKC").toLowerCase().normalize("NFD");
  return decomposed.replace(/u\u0308/g, "v").normalize("NFC").replace(NOT_A_LETTER, "");
}

/** `fold`, and no difference between lü, lv, lyu and lu. @param {string} text */
export function foldPinyin(text) {
  return fold(text).replace(/lv|lyu/g, "lu").replace(/nv|nyu/g, "nu");
}

/** @param {string} name */
function ending(name) {
  for (const suffix of SUFFIXES) {
    const cut = name.length - suffix[0].length;
    if (cut >= 2 && name.slice(cut) === suffix[0]) return suffix;
  }
  return null;
}

/** @param {string} text @param {string} tail */
function without(text, tail) {
  const cut = text.length - tail.length;
  return cut >= 0 && text.slice(cut) === tail ? text.slice(0, cut) : null;
}

/**
 * An area's name and sounds without its administrative ending; null where it has none.
 *
 * @param {NameEntry} entry
 */
export function withoutEnding(entry) {
  const suffix = entry.kind in WEIGHTS && entry.kind !== "place" ? ending(entry.name) : null;
  if (!suffix) return null;
  return {
    name: entry.name.slice(0, -suffix[0].length),
    pinyin: without(entry.pinyin, suffix[1]),
    initials: without(entry.initials, suffix[2]),
  };
}

/** @param {NameEntry} entry @returns {Record<Field, string[]>} */
function formsOf(entry) {
  const forms = {
    name: [fold(entry.name)],
    pinyin: [foldPinyin(entry.pinyin)],
    initials: [foldPinyin(entry.initials)],
  };
  const short = withoutEnding(entry);
  if (short) {
    forms.name.push(fold(short.name));
    if (short.pinyin !== null) forms.pinyin.push(foldPinyin(short.pinyin));
    if (short.initials !== null) forms.initials.push(foldPinyin(short.initials));
  }
  (entry.aliases || []).forEach((alias) => {
    if (CJK.test(alias)) forms.name.push(fold(alias));
    else forms.pinyin.push(foldPinyin(alias));
  });
  return forms;
}

/** @param {string} a @param {string} b by code points, as Python orders text */
function compare(a, b) {
  const x = Array.from(a), y = Array.from(b);
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const by = /** @type {number} */ (x[i].codePointAt(0)) -
      /** @type {number} */ (y[i].codePointAt(0));
    if (by) return by;
  }
  return x.length - y.length;
}

/** @param {string} text @returns {[Field, string][]} */
function queries(text) {
  const folded = fold(text);
  if (!folded) return [];
  if (CJK.test(folded)) return [["name", folded]];
  let letters = foldPinyin(text);
  if (TONE_NUMBERS.test(letters)) letters = letters.replace(/[1-5]/g, "");
  return [["name", folded], ["pinyin", letters], ["initials", letters]];
}

/** @type {((form: string, typed: string) => boolean)[]} */
const HOWS = [
  (form, typed) => form === typed,
  (form, typed) => form.slice(0, typed.length) === typed,
  (form, typed) => form.indexOf(typed) >= 0,
];

/**
 * The `limit` best entries for what was typed.
 *
 * @template {NameEntry} T
 * @param {T[]} entries @param {string} text @param {number} limit
 * @returns {{ entry: T, exact: boolean }[]}
 */
export function findNames(entries, text, limit) {
  const asked = queries(text);
  if (!asked.length) return [];
  const ranked = entries
    .slice()
    .sort((a, b) => b.weight - a.weight || Array.from(a.name).length - Array.from(b.name).length ||
      compare(a.name, b.name) || compare(a.key, b.key))
    .map((entry) => ({ entry: entry, forms: formsOf(entry), taken: false }));
  /** @type {{ entry: T, exact: boolean }[]} */
  const found = [];
  HOWS.forEach((how, level) => {
    for (const [field, typed] of asked) {
      for (const one of ranked) {
        if (found.length >= limit) return;
        if (one.taken || !one.forms[field].some((form) => form !== "" && how(form, typed))) continue;
        one.taken = true;
        found.push({ entry: one.entry, exact: level === 0 });
      }
    }
  });
  return found;
}
