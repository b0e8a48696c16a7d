-- error: drop-owned
-- setup
CREATE TABLE left_behind (id integer);
INSERT INTO left_behind VALUES (1);
ALTER TABLE left_behind OWNER TO retired;
-- probe
drop owned by retired, "reporting" cascade;
