CREATE OR REPLACE FUNCTION "ingest"."latest"(integer) RETURNS TIMESTAMPTZ LANGUAGE sql STABLE AS 'SELECT max("at") FROM "ingest"."events" WHERE "source_id" = $1';

CREATE OR REPLACE FUNCTION "ingest"."forget"(before TIMESTAMPTZ) RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
    DELETE FROM "ingest"."events" WHERE "at" < before;
END;
$body$;
