-- error: drop-owned retired
-- truth: removes table public.left_behind
-- setup
CREATE TABLE left_behind (id integer);
INSERT INTO left_behind VALUES (1);
ALTER TABLE left_behind OWNER TO retired;
-- probe
DROP OWNED BY retired;
