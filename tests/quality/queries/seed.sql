-- Puts three rows into each empty table, so that what a statement scans, rewrites or deletes can be seen. The same value stands for the same row
-- number everywhere, so foreign keys hold. A table whose constraints accept none of it stays empty. Lowest server version: 14.
DO $seed$
DECLARE
    found record;
    names text;
    values_of_row text;
    filled boolean;
    attempt integer;
BEGIN
    PERFORM pg_catalog.set_config('session_replication_role', 'replica', true);
    FOR found IN
        SELECT c.oid, c.oid::pg_catalog.regclass::text AS name FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        ORDER BY c.oid
    LOOP
        EXECUTE 'SELECT EXISTS (SELECT FROM ' || found.name || ')' INTO filled;
        CONTINUE WHEN filled;
        FOR attempt IN 1..2 LOOP
            SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY a.attnum),
                   pg_catalog.string_agg(CASE
                       WHEN attempt = 2 AND NOT a.attnotnull THEN 'NULL'
                       WHEN t.typtype = 'e' THEN pg_catalog.quote_literal((SELECT e.enumlabel FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder LIMIT 1)) || '::' || pg_catalog.format_type(t.oid, NULL)
                       WHEN t.typcategory = 'S' THEN '(''s'' || i)'
                       WHEN t.typcategory = 'N' THEN 'i'
                       WHEN t.typcategory = 'B' THEN '(i % 2 = 0)'
                       WHEN t.typcategory = 'D' THEN '(TIMESTAMP ''2024-01-01'' + i * INTERVAL ''1 day'')::' || pg_catalog.format_type(t.oid, NULL)
                       WHEN t.typcategory = 'T' THEN '(i * INTERVAL ''1 day'')'
                       WHEN t.typcategory = 'A' THEN '''{}'''
                       WHEN t.typcategory = 'R' THEN '''empty'''
                       WHEN t.typcategory = 'I' THEN '(''10.0.0.'' || i)::' || pg_catalog.format_type(t.oid, NULL)
                       WHEN t.typname = 'uuid' THEN '(''00000000-0000-0000-0000-00000000000'' || i)::uuid'
                       WHEN t.typname IN ('json', 'jsonb') THEN '''{}'''
                       WHEN t.typname = 'bytea' THEN '''x'''
                       ELSE 'NULL'
                   END, ', ' ORDER BY a.attnum)
            INTO names, values_of_row
            FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_type own ON own.oid = a.atttypid
            JOIN pg_catalog.pg_type t ON t.oid = CASE own.typtype WHEN 'd' THEN own.typbasetype ELSE own.oid END
            WHERE a.attrelid = found.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '';
            EXIT WHEN names IS NULL;
            BEGIN
                EXECUTE pg_catalog.format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM pg_catalog.generate_series(1, %s) AS i',
                    found.name, names, values_of_row, CASE attempt WHEN 1 THEN 3 ELSE 1 END);
                EXIT;
            EXCEPTION WHEN OTHERS THEN
                NULL;
            END;
        END LOOP;
    END LOOP;
    PERFORM pg_catalog.set_config('session_replication_role', 'origin', true);
END
$seed$
