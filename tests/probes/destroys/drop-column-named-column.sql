-- error: drop-column odd.column
-- truth: removes column public.odd."column"
-- setup
CREATE TABLE odd ("column" text, "constraint" text);
INSERT INTO odd VALUES ('a', 'b');
-- probe
ALTER TABLE odd DROP COLUMN "column";
