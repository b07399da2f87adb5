-- When a confirmed public fact of a place changes, by whichever way, that is noted with its time.
--
-- Contract: after any INSERT, UPDATE or DELETE of what a fact consists of, directory_factchange has
-- a row (market, fact, time of the change) for each place that has ever confirmed that fact. Facts
-- that nobody has confirmed are left alone. Statement triggers: an import of 20 000 rows costs a
-- handful of statements. What belongs to which fact is said at the end.

CREATE OR REPLACE FUNCTION directory_fact_changed(markets bigint[], changed text)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO directory_factchange (market_id, fact, changed_at)
    SELECT market, changed, clock_timestamp()
    -- Each once, whatever number of its parts: the clock goes on from row to row.
    FROM (SELECT DISTINCT unnest(markets)) AS touched (market)
    WHERE EXISTS (
        SELECT FROM directory_confirmation said
        WHERE said.market_id = market AND said.fact = changed
    )
    ON CONFLICT (market_id, fact) DO UPDATE SET changed_at = excluded.changed_at
$$;

CREATE OR REPLACE FUNCTION directory_note_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM directory_fact_changed(array_agg(market_id), TG_ARGV[0]) FROM old_rows;
    ELSE
        PERFORM directory_fact_changed(array_agg(market_id), TG_ARGV[0]) FROM new_rows;
    END IF;
    RETURN NULL;
END $$;

-- A full join is never a nested loop: the plan that a session keeps from one row serves 20 000.
CREATE OR REPLACE FUNCTION directory_note_market() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    hours bigint[];
    location bigint[];
    contact bigint[];
    services bigint[];
BEGIN
    SELECT
        array_agg(fresh.id) FILTER (WHERE
            (fresh.hours, fresh.hours_note) IS DISTINCT FROM (former.hours, former.hours_note)),
        array_agg(fresh.id) FILTER (WHERE NOT ST_Equals(fresh.point, former.point)
            OR (fresh.address, fresh.directions, fresh.van_bay)
                IS DISTINCT FROM (former.address, former.directions, former.van_bay)),
        array_agg(fresh.id) FILTER (WHERE (fresh.hotline, fresh.complaint_line)
            IS DISTINCT FROM (former.hotline, former.complaint_line)),
        array_agg(fresh.id) FILTER (WHERE
            fresh.free_of_charge IS DISTINCT FROM former.free_of_charge)
    INTO hours, location, contact, services
    FROM new_rows fresh FULL JOIN old_rows former ON former.id = fresh.id;
    PERFORM directory_fact_changed(hours, 'hours');
    PERFORM directory_fact_changed(location, 'location');
    PERFORM directory_fact_changed(contact, 'contact');
    PERFORM directory_fact_changed(services, 'services');
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER facts_updated AFTER UPDATE ON directory_market
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION directory_note_market();

DO $$
DECLARE part text[];
BEGIN
    FOREACH part SLICE 1 IN ARRAY ARRAY[
        ['zone', 'hours'], ['peak', 'hours'], ['markettrade', 'trades'], ['contact', 'contact'],
        ['market_services', 'services'], ['market_facilities', 'services']
    ] LOOP
        EXECUTE format(
            'CREATE OR REPLACE TRIGGER fact_inserted AFTER INSERT ON %I REFERENCING NEW TABLE AS'
            ' new_rows FOR EACH STATEMENT EXECUTE FUNCTION directory_note_part(%L)',
            'directory_' || part[1], part[2]);
        EXECUTE format(
            'CREATE OR REPLACE TRIGGER fact_updated AFTER UPDATE ON %I REFERENCING NEW TABLE AS'
            ' new_rows FOR EACH STATEMENT EXECUTE FUNCTION directory_note_part(%L)',
            'directory_' || part[1], part[2]);
        EXECUTE format(
            'CREATE OR REPLACE TRIGGER fact_deleted AFTER DELETE ON %I REFERENCING OLD TABLE AS'
            ' old_rows FOR EACH STATEMENT EXECUTE FUNCTION directory_note_part(%L)',
            'directory_' || part[1], part[2]);
    END LOOP;
END $$;

-- A place that is deleted takes its notes along, those too that its own deletion brings about.
ALTER TABLE directory_factchange ADD CONSTRAINT fact_change_of_a_place
    FOREIGN KEY (market_id) REFERENCES directory_market ON DELETE CASCADE
    DEFERRABLE INITIALLY DEFERRED;
