-- error: drop-owned retired
-- setup
CREATE TABLE left_behind (id integer);
INSERT INTO left_behind VALUES (1);
ALTER TABLE left_behind OWNER TO retired;
-- probe
DROP OWNED BY retired;
