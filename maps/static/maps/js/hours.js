/**
 * Opening hours on the phone: spans worked out by the server, looked up here.
 *
 * Minutes are counted from 00:00 local time of the first day of the data; a span is half open.
 * A place without spans (null) is one whose hours nobody knows.
 */

const DAY = 1440;

/**
 * Spans from their packed form `[start, length, gap, length, gap, …]`; a negative length is a span
 * whose state is unknown. The twin of `packed` in maps/offline.py.
 *
 * @param {number[]} packed
 * @returns {Span[]}
 */
export function unpack(packed) {
  /** @type {Span[]} */
  const spans = [];
  let at = 0;
  for (let i = 0; i + 1 < packed.length; i += 2) {
    const start = at + packed[i];
    at = start + Math.abs(packed[i + 1]);
    spans.push({ start: start, end: at, open: packed[i + 1] > 0 ? true : null });
  }
  return spans;
}

/**
 * True open, false closed, null unknown.
 *
 * @param {Span[] | null} spans @param {number} at
 * @returns {boolean | null}
 */
export function stateAt(spans, at) {
  if (spans === null) return null;
  for (const span of spans) {
    if (span.start <= at && at < span.end) return span.open;
  }
  return false;
}

/**
 * What of the spans lies in [start, end).
 *
 * @param {Span[]} spans @param {number} start @param {number} end
 * @returns {Span[]}
 */
export function clipped(spans, start, end) {
  return spans
    .filter((span) => span.start < end && span.end > start)
    .map((span) => ({
      start: Math.max(span.start, start),
      end: Math.min(span.end, end),
      open: span.open,
    }));
}

/**
 * Spans outside the days on which the place is suspended, closed or moved away.
 *
 * @param {Span[]} spans @param {OfflineStatus[]} statuses
 * @returns {Span[]}
 */
export function withoutPauses(spans, statuses) {
  return statuses
    .filter((status) => status.status !== "open")
    .reduce((left, status) => {
      const end = status.end === undefined ? Infinity : status.end * DAY;
      return clipped(left, -Infinity, status.start * DAY).concat(clipped(left, end, Infinity));
    }, spans)
    .sort((a, b) => a.start - b.start);
}

/**
 * The spans that touch a day, cut at the ends of its neighbouring days.
 *
 * @param {Span[]} spans @param {number} day
 * @returns {Span[]}
 */
export function spansOfDay(spans, day) {
  return clipped(spans, (day - 1) * DAY, (day + 2) * DAY)
    .filter((span) => span.start < (day + 1) * DAY && span.end > day * DAY);
}
