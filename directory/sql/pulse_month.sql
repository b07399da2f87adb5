-- The counts of the places `markets` from `first` to `last`: sums by region and session, by day with
-- trade '' and by trade with day NULL. Of a place's counts of one session the largest of each
-- number is taken. Columns: region, session, day, trade, seekers, at how many places they
-- are known, posts, at how many, whether any is made up.
WITH counts AS MATERIALIZED (
    SELECT * FROM directory_count
    WHERE NOT withdrawn AND day BETWEEN %(first)s AND %(last)s AND market_id = ANY(%(markets)s)
), days AS (
    SELECT region_code, session, day, market_id,
        max(seekers) AS seekers, max(posts) AS posts, bool_or(demo) AS demo
    FROM counts GROUP BY region_code, session, day, market_id
), trades AS (
    SELECT region_code, session, said.key AS trade, day, market_id,
        max((said.value ->> 'seekers')::int) AS seekers,
        max((said.value ->> 'posts')::int) AS posts, bool_or(demo) AS demo
    FROM counts CROSS JOIN LATERAL jsonb_each(trades) said
    GROUP BY region_code, session, said.key, day, market_id
)
SELECT region_code, session, day, '', sum(seekers), count(seekers), sum(posts), count(posts),
    bool_or(demo)
FROM days GROUP BY region_code, session, day
UNION ALL
SELECT region_code, session, NULL, trade, sum(seekers), count(seekers), sum(posts), count(posts),
    bool_or(demo)
FROM trades GROUP BY region_code, session, trade
ORDER BY 1, 2, 3, 4
