-- The history of the ledger: one row for each change of a watched table, in one chain.
--
--   directory_historyentry    the chain. Nobody updates, deletes or truncates it; rows come from
--                             directory_history_chain alone.
--   directory_historypending  what the present transaction has changed; always empty between
--                             transactions.
--   directory_historypause    the transactions that the owner has excused (a made-up country of a
--                             million places); the excuse itself is an entry.
--
-- Two steps. (1) An AFTER trigger for each statement on a watched table notes the rows it changed,
-- set by set and without any lock, under the name that the transaction has given at that moment.
-- (2) At commit, after every deferred foreign key has been checked, one deferred trigger takes the
-- chain's lock, numbers the noted rows without a gap, hashes each with the hash before it, and
-- keeps the lock until the commit is done. Whoever holds the lock waits for nothing else, so it can
-- be part of no deadlock; and entries of one transaction stand together.
--
-- Both functions run with the rights of the owner. Nobody else may execute them, not even by a
-- trigger on a table of his own.

CREATE TABLE directory_historyentry (
    seq bigint PRIMARY KEY CHECK (seq > 0),
    at timestamptz NOT NULL,
    txid bigint NOT NULL,
    official bigint,
    actor text NOT NULL,
    act text NOT NULL,
    reason text NOT NULL,
    db_role text NOT NULL,
    kind text NOT NULL,
    object_pk bigint NOT NULL,
    market_pk bigint,
    public_id text NOT NULL,
    region_code text NOT NULL,
    region_before text NOT NULL,
    operation text NOT NULL
        CHECK (operation IN ('baseline', 'insert', 'update', 'delete', 'pause')),
    before jsonb,
    after jsonb,
    prev_hash text NOT NULL,
    hash text NOT NULL UNIQUE CHECK (hash ~ '^[0-9a-f]{64}$')
);
CREATE INDEX directory_history_of_market ON directory_historyentry (market_pk, seq);
CREATE INDEX directory_history_of_region
    ON directory_historyentry (kind, region_code text_pattern_ops, object_pk, seq);
CREATE INDEX directory_history_of_object ON directory_historyentry (kind, object_pk, seq);
CREATE INDEX directory_history_by_time ON directory_historyentry USING brin (at);

-- Unlogged: it is empty whenever a crash could matter.
CREATE UNLOGGED TABLE directory_historypending (
    id bigint GENERATED ALWAYS AS IDENTITY,
    txid bigint NOT NULL,
    leads boolean NOT NULL,
    official bigint,
    actor text NOT NULL,
    act text NOT NULL,
    reason text NOT NULL,
    kind text NOT NULL,
    object_pk bigint NOT NULL,
    market_pk bigint,
    public_id text NOT NULL,
    region_code text NOT NULL,
    region_before text NOT NULL,
    operation text NOT NULL,
    before jsonb,
    after jsonb
);
CREATE INDEX directory_historypending_txid ON directory_historypending (txid);

CREATE UNLOGGED TABLE directory_historypause (txid bigint PRIMARY KEY);

-- The key of the official whom the transaction has named, null for none.
CREATE FUNCTION directory_history_official() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN current_setting('linggong.official', true) ~ '^[0-9]{1,18}$'
        THEN current_setting('linggong.official', true)::bigint
    END
$$;

-- What of a row is kept. `ignored` columns are left out; `secret` ones are kept as a mark, so that
-- a change shows and the value does not.
CREATE FUNCTION directory_history_kept(all_of_it jsonb, ignored text[], secret text[])
RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN secret = '{}' THEN all_of_it - ignored ELSE
        (SELECT jsonb_object_agg(key, CASE
                WHEN key = ANY (secret) AND value NOT IN ('null', '""') THEN '"•"' ELSE value END)
         FROM jsonb_each(all_of_it - ignored))
    END
$$;

-- The columns of `old` that are otherwise in `new`, with their old values; null where none is.
CREATE FUNCTION directory_history_changed(old jsonb, new jsonb)
RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_object_agg(key, value) FROM jsonb_each(old) WHERE value IS DISTINCT FROM new -> key
$$;

-- Whom a row concerns: its place or event, and in which region that lies. `ways` names the columns
-- of the row that lead there: own_region, own_id, market, event, office, report.
-- A place that has gone already is looked up in the history.
-- RETURNS TABLE, so that PostgreSQL writes it into the query instead of calling it row by row.
-- LIMIT keeps each look-up one by key: a join would be planned for the size that the table had when
-- the session first wrote, and be kept. `seq + 0`, so that nobody walks the chain from its end.
CREATE FUNCTION directory_history_concerned(whole jsonb, ways jsonb)
RETURNS TABLE (market_pk bigint, public_id text, region_code text) LANGUAGE sql STABLE AS $$
    SELECT
        (whole ->> (ways ->> 'market'))::bigint,
        coalesce(
            whole ->> (ways ->> 'own_id'), market.public_id, event.public_id,
            gone.public_id, ''),
        coalesce(
            whole ->> (ways ->> 'own_region'), market.region_code, event.region_code,
            office.region_code, report.region_code, gone.region_code, '')
    FROM (SELECT) AS one
    LEFT JOIN LATERAL (
        SELECT found.id, found.public_id, found.region_code FROM directory_market found
        WHERE found.id = (whole ->> (ways ->> 'market'))::bigint LIMIT 1
    ) market ON true
    LEFT JOIN LATERAL (
        SELECT found.public_id, found.region_code FROM directory_event found
        WHERE found.id = (whole ->> (ways ->> 'event'))::bigint LIMIT 1
    ) event ON true
    LEFT JOIN LATERAL (
        SELECT found.region_code FROM directory_office found
        WHERE found.id = (whole ->> (ways ->> 'office'))::bigint LIMIT 1
    ) office ON true
    LEFT JOIN LATERAL (
        SELECT found.region_code FROM directory_report found
        WHERE found.id = (whole ->> (ways ->> 'report'))::bigint LIMIT 1
    ) report ON true
    LEFT JOIN LATERAL (
        SELECT entry.public_id, entry.region_code
        FROM directory_historyentry entry
        WHERE market.id IS NULL AND entry.market_pk = (whole ->> (ways ->> 'market'))::bigint
        ORDER BY entry.seq + 0 DESC LIMIT 1
    ) gone ON true
$$;

-- Step 1. Arguments: kind, ways (JSON), ignored columns, secret columns (comma between).
CREATE FUNCTION directory_history_note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET extra_float_digits = 1
SET plan_cache_mode = force_generic_plan
-- The plan is kept for the session, made perhaps while a table had one row: always by index then.
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
    this_tx constant bigint := txid_current();
    kind constant text := TG_ARGV[0];
    ways constant jsonb := TG_ARGV[1];
    ignored constant text[] := string_to_array(TG_ARGV[2], ',');
    secret constant text[] := string_to_array(TG_ARGV[3], ',');
    own_region constant text := ways ->> 'own_region';
    official constant bigint := directory_history_official();
    actor constant text := coalesce(current_setting('linggong.actor', true), '');
    act constant text := coalesce(current_setting('linggong.act', true), '');
    reason constant text := coalesce(current_setting('linggong.reason', true), '');
    -- One deferred trigger a transaction is enough. A savepoint that is rolled back takes the
    -- leading row with it, and the next row noted leads.
    first constant boolean :=
        NOT EXISTS (SELECT FROM directory_historypending p WHERE p.txid = this_tx);
BEGIN
    IF EXISTS (SELECT FROM directory_historypause p WHERE p.txid = this_tx) THEN
        RETURN NULL;
    END IF;
    -- The rows are reached through `noted` alone, so that no column of theirs meets a variable.
    -- OFFSET 0: the JSON of a row is made once, not anew wherever a part of it is asked for.
    IF TG_OP = 'INSERT' THEN
        INSERT INTO directory_historypending
            (txid, leads, official, actor, act, reason, kind, object_pk, market_pk, public_id,
             region_code, region_before, operation, before, after)
        SELECT this_tx, first AND row_number() OVER (ORDER BY noted.pk) = 1,
            official, actor, act, reason, kind, noted.pk, about.market_pk,
            about.public_id, about.region_code,
            '', 'insert', NULL, directory_history_kept(noted.new, ignored, secret)
        FROM (SELECT fresh.id AS pk, to_jsonb(fresh) AS new FROM new_rows fresh OFFSET 0) noted
        CROSS JOIN LATERAL directory_history_concerned(noted.new, ways) about
        ORDER BY noted.pk;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO directory_historypending
            (txid, leads, official, actor, act, reason, kind, object_pk, market_pk, public_id,
             region_code, region_before, operation, before, after)
        SELECT this_tx, first AND row_number() OVER (ORDER BY noted.pk) = 1,
            official, actor, act, reason, kind, noted.pk, about.market_pk,
            about.public_id, about.region_code,
            CASE WHEN noted.before ? own_region THEN noted.before ->> own_region ELSE '' END,
            'update', directory_history_kept(noted.before, '{}', secret),
            directory_history_kept(noted.new, ignored, secret)
        FROM (
            SELECT pair.pk, pair.new,
                directory_history_changed(pair.old - ignored, pair.new) AS before
            -- A full join is never a nested loop: the plan made for one row serves 20 000.
            FROM (
                SELECT fresh.id AS pk, to_jsonb(stale) AS old, to_jsonb(fresh) AS new
                FROM new_rows fresh FULL JOIN old_rows stale ON stale.id = fresh.id
                OFFSET 0
            ) pair
            OFFSET 0
        ) noted
        CROSS JOIN LATERAL directory_history_concerned(noted.new, ways) about
        WHERE noted.before IS NOT NULL
        ORDER BY noted.pk;
    ELSE
        INSERT INTO directory_historypending
            (txid, leads, official, actor, act, reason, kind, object_pk, market_pk, public_id,
             region_code, region_before, operation, before, after)
        SELECT this_tx, first AND row_number() OVER (ORDER BY noted.pk) = 1,
            official, actor, act, reason, kind, noted.pk, about.market_pk,
            about.public_id, about.region_code,
            '', 'delete', directory_history_kept(noted.old, ignored, secret), NULL
        FROM (SELECT stale.id AS pk, to_jsonb(stale) AS old FROM old_rows stale OFFSET 0) noted
        CROSS JOIN LATERAL directory_history_concerned(noted.old, ways) about
        ORDER BY noted.pk;
    END IF;
    RETURN NULL;
END
$$;

-- What is hashed: a line for each column in this order, texts as JSON, the instant in microseconds
-- since 1970, and last the hash before. directory/history_chain.py builds the same by itself.
CREATE FUNCTION directory_history_text(entry directory_historyentry)
RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT concat_ws(E'\n',
        entry.seq, (extract(epoch FROM entry.at) * 1000000)::bigint, entry.txid,
        coalesce(entry.official::text, 'null'), to_json(entry.actor), to_json(entry.act),
        to_json(entry.reason), to_json(entry.db_role), to_json(entry.kind), entry.object_pk,
        coalesce(entry.market_pk::text, 'null'), to_json(entry.public_id),
        to_json(entry.region_code), to_json(entry.region_before), to_json(entry.operation),
        coalesce(entry.before::text, 'null'), coalesce(entry.after::text, 'null'))
$$;

CREATE FUNCTION directory_history_link(before text, body text, head text)
RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN encode(
        sha256(convert_to(body || E'\n' || coalesce(before, head), 'UTF8')), 'hex');
END
$$;
-- Over an ordered window: the hash of each row, hashed with the one before; the first with `head`.
CREATE AGGREGATE directory_history_hash(body text, head text) (
    SFUNC = directory_history_link, STYPE = text
);

-- Step 2.
CREATE FUNCTION directory_history_chain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET extra_float_digits = 1
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
    this_tx constant bigint := txid_current();
    actor_now constant text := coalesce(current_setting('linggong.actor', true), '');
    act_now constant text := coalesce(current_setting('linggong.act', true), '');
    reason_now constant text := coalesce(current_setting('linggong.reason', true), '');
    last_seq bigint;
    last_hash text;
    moment timestamptz;
BEGIN
    IF NOT EXISTS (SELECT FROM directory_historypending p WHERE p.txid = this_tx) THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(3804202211);
    SELECT e.seq, e.hash INTO last_seq, last_hash
    FROM directory_historyentry e ORDER BY e.seq DESC LIMIT 1;
    IF NOT FOUND THEN
        last_seq := 0;
        last_hash := repeat('0', 64);
    END IF;
    -- Within the lock, so that the instants rise with the numbers; a clock set back shows.
    moment := clock_timestamp();
    WITH drained AS (
        DELETE FROM directory_historypending p WHERE p.txid = this_tx RETURNING p.*
    ), numbered AS (
        SELECT last_seq + row_number() OVER (ORDER BY d.id) AS seq, d.*,
            d.actor = '' AND d.official IS NULL AS unnamed
        FROM drained d
    ), named AS (
        -- What was written before the transaction named its author has the name it has now.
        SELECT n.seq, ROW(
            n.seq, moment, this_tx,
            CASE WHEN n.unnamed THEN directory_history_official() ELSE n.official END,
            CASE WHEN n.unnamed THEN actor_now ELSE n.actor END,
            CASE WHEN n.unnamed THEN act_now ELSE n.act END,
            CASE WHEN n.unnamed THEN reason_now ELSE n.reason END,
            session_user::text, n.kind, n.object_pk, n.market_pk, n.public_id, n.region_code,
            n.region_before, n.operation, n.before, n.after, '', ''
        )::directory_historyentry AS entry
        FROM numbered n
    ), hashed AS (
        SELECT n.seq, n.entry,
            directory_history_hash(directory_history_text(n.entry), last_hash)
                OVER (ORDER BY n.seq) AS hash
        FROM named n
    )
    INSERT INTO directory_historyentry
    SELECT h.seq, (h.entry).at, (h.entry).txid, (h.entry).official, (h.entry).actor, (h.entry).act,
        (h.entry).reason, (h.entry).db_role, (h.entry).kind, (h.entry).object_pk,
        (h.entry).market_pk, (h.entry).public_id, (h.entry).region_code, (h.entry).region_before,
        (h.entry).operation, (h.entry).before, (h.entry).after,
        lag(h.hash, 1, last_hash) OVER (ORDER BY h.seq), h.hash
    FROM hashed h
    ORDER BY h.seq;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER history_chain AFTER INSERT ON directory_historypending
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.leads)
    EXECUTE FUNCTION directory_history_chain();

-- Nobody rewrites the chain, the owner included, as long as the triggers stand.
CREATE FUNCTION directory_history_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- An entry of the chain comes from a trigger, one level up.
    IF TG_OP = 'INSERT' AND pg_trigger_depth() > 1 THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '历史只能由数据库自动追加，不能%',
        CASE TG_OP WHEN 'INSERT' THEN '直接写入' WHEN 'UPDATE' THEN '修改'
            WHEN 'DELETE' THEN '删除' ELSE '清空' END
        USING ERRCODE = 'insufficient_privilege', HINT = 'docs/decisions/history.md';
END
$$;
CREATE TRIGGER history_refuse BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE
    ON directory_historyentry FOR EACH STATEMENT EXECUTE FUNCTION directory_history_refuse();

-- Until the end of this transaction changes are not noted. Only for the owner; the call is noted.
CREATE FUNCTION directory_history_pause(why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF btrim(why) = '' THEN
        RAISE EXCEPTION '暂停记录历史须说明理由';
    END IF;
    INSERT INTO directory_historypending
        (txid, leads, official, actor, act, reason, kind, object_pk, public_id, region_code,
         region_before, operation)
    VALUES (txid_current(), true, directory_history_official(),
        coalesce(current_setting('linggong.actor', true), ''), 'history.pause', why, 'history', 0,
        '', '', '', 'pause');
    INSERT INTO directory_historypause VALUES (txid_current()) ON CONFLICT DO NOTHING;
END
$$;
CREATE FUNCTION directory_history_resume() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM directory_historypause WHERE txid = NEW.txid;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER history_resume AFTER INSERT ON directory_historypause
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION directory_history_resume();

-- A function is everybody's to execute until it is said otherwise.
REVOKE ALL ON FUNCTION directory_history_note(), directory_history_chain(),
    directory_history_refuse(), directory_history_pause(text), directory_history_resume(),
    directory_history_official(), directory_history_kept(jsonb, text[], text[]),
    directory_history_changed(jsonb, jsonb), directory_history_concerned(jsonb, jsonb),
    directory_history_text(directory_historyentry), directory_history_link(text, text, text),
    directory_history_hash(text, text) FROM PUBLIC;
REVOKE ALL ON directory_historyentry, directory_historypending, directory_historypause FROM PUBLIC;
