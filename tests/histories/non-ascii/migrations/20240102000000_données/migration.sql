INSERT INTO "Möbel" VALUES (80, 'Büroschrank; “groß”', E'\u00e9\U0001F44D');
COMMENT ON COLUMN "Möbel"."größe" IS U&'Gr\00F6\00DFe';
CREATE FUNCTION "zähle"() RETURNS bigint LANGUAGE sql AS $größe$ SELECT count(*) FROM "Möbel"; $größe$;
