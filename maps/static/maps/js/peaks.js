/** Where an arrival lies among a place's hiring peaks: the twin of maps/peaks.py. */

const DAY = 1440;

/** @param {number} day @param {string} clock */
function at(day, clock) {
  const parts = clock.split(":");
  return day * DAY + Number(parts[0]) * 60 + Number(parts[1]);
}

/**
 * Every peak on the day before and on the day itself; one that ends at or before its start runs
 * past midnight.
 *
 * @param {NonNullable<OfflinePlace["peaks"]>} peaks @param {number} day
 */
function about(peaks, day) {
  /** @type {{ start: number, end: number, by: number | null, said: string }[]} */
  const all = [];
  peaks.forEach((peak) => {
    [day - 1, day].forEach((first) => {
      const start = at(first, peak.starts);
      const end = at(first, peak.ends);
      let by = peak.be_there_by ? at(first, peak.be_there_by) : null;
      if (by !== null && Math.abs(by - start) > DAY / 2) by += by < start ? DAY : -DAY;
      const said = peak.starts + "–" + peak.ends;
      all.push({ start: start, end: end > start ? end : end + DAY, by: by, said: said });
    });
  });
  return all;
}

/**
 * `over`: the peak that has passed that day, none being on; `following`: the next that day;
 * `late`: minutes after the best time for the peak that is on or to come.
 *
 * @param {OfflinePlace} place @param {Span[]} spans of the day of arrival
 * @param {number} arrival
 * @returns {{ over: string | null, following: string | null, late: number }}
 */
export function crowd(place, spans, arrival) {
  const day = Math.floor(arrival / DAY);
  const near = about(place.peaks || [], day)
    .filter((peak) => spans.some((one) =>
      one.open && peak.start < one.end && one.start < peak.end))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const now = near.filter((peak) => peak.start <= arrival && arrival < peak.end)[0];
  const following = near.filter((peak) =>
    peak.start > arrival && Math.floor(peak.start / DAY) === day)[0];
  const gone = near.filter((peak) =>
    peak.end <= arrival && Math.floor(peak.end / DAY) === day);
  if (!now && gone.length) {
    const next = following ? following.said : null;
    return { over: gone[gone.length - 1].said, following: next, late: 0 };
  }
  const meant = now || following;
  if (!meant || meant.by === null) return { over: null, following: null, late: 0 };
  // Nobody can be there before it opens, whatever is recorded as the best time.
  const opening = Math.min.apply(null, spans
    .filter((one) => one.open && meant.start < one.end && one.start < meant.end)
    .map((one) => one.start));
  const late = Math.max(0, arrival - Math.max(meant.by, opening));
  return { over: null, following: null, late: late };
}
