-- The sums of directory_countsum, in four statements divided by "-- split".
-- 1, 2: the places' own regions, for the pairs %(regions)s, %(days)s. Of a session with several
-- counts the largest of each number is taken.
-- 3, 4: level %(level)s from the one below, for the stems of codes and days %(stems)s, %(days)s; a
-- stem has %(digits)s digits.
DELETE FROM directory_countsum s
USING unnest(%(regions)s::text[], %(days)s::date[]) AS w (region_code, day)
WHERE s.level = 0 AND s.region_code = w.region_code AND s.day = w.day
-- split
WITH counts AS MATERIALIZED (
    SELECT c.*
    FROM unnest(%(regions)s::text[], %(days)s::date[]) AS w (region_code, day)
    JOIN directory_count c ON c.region_code = w.region_code AND c.day = w.day
    -- Said once more in numbers, so that only the months concerned are looked at.
    WHERE NOT c.withdrawn AND c.day BETWEEN %(first)s AND %(last)s
), places AS (
    SELECT region_code, day, session, '' AS trade, market_id,
        max(seekers) AS seekers, max(posts) AS posts, max(hires) AS hires
    FROM counts GROUP BY region_code, day, session, market_id
    UNION ALL
    SELECT region_code, day, session, said.key, market_id,
        max((said.value ->> 'seekers')::int), max((said.value ->> 'posts')::int), NULL
    FROM counts CROSS JOIN LATERAL jsonb_each(trades) said
    GROUP BY region_code, day, session, said.key, market_id
)
INSERT INTO directory_countsum
SELECT 0, region_code, trade, session, day, count(*),
    coalesce(sum(seekers), 0), count(seekers), coalesce(sum(posts), 0), count(posts),
    coalesce(sum(hires), 0), count(hires)
FROM places
GROUP BY region_code, trade, session, day
-- split
DELETE FROM directory_countsum s
USING unnest(%(stems)s::text[], %(days)s::date[]) AS w (stem, day)
WHERE s.level = %(level)s AND s.region_code = rpad(w.stem, 6, '0') AND s.day = w.day
-- split
INSERT INTO directory_countsum
SELECT %(level)s, rpad(w.stem, 6, '0'), s.trade, s.session, s.day, sum(s.places),
    sum(s.seekers), sum(s.seekers_places), sum(s.posts), sum(s.posts_places),
    sum(s.hires), sum(s.hires_places)
FROM unnest(%(stems)s::text[], %(days)s::date[]) AS w (stem, day)
JOIN directory_countsum s ON s.day = w.day AND s.level = %(level)s - 1
    AND left(s.region_code, %(digits)s) = w.stem
GROUP BY w.stem, s.trade, s.session, s.day
