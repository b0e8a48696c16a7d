-- error: drop-column odd.column
-- setup
CREATE TABLE odd ("column" text, "constraint" text);
INSERT INTO odd VALUES ('a', 'b');
-- probe
ALTER TABLE odd DROP COLUMN "column";
