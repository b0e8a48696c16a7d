CREATE TABLE package (name text PRIMARY KEY, source text NOT NULL);
CREATE TABLE job (schedule text, command text);
INSERT INTO package VALUES ('audit', $pkg$
    DROP TABLE IF EXISTS audit CASCADE;
    CREATE TABLE audit (at timestamptz);
    CREATE FUNCTION audit_it() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN TRUNCATE audit; RETURN NEW; END $f$;
    COMMIT;
$pkg$);
INSERT INTO job VALUES ('0 3 * * *', 'DELETE FROM session; VACUUM'), ('@daily', $$CALL archive(); TRUNCATE trash$$);
