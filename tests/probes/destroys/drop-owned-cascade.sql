-- error: drop-owned
-- truth: removes privilege SELECT on table app.accounts for reporting
-- truth: removes privilege SELECT on table public.items for reporting
-- truth: removes privilege SELECT on table public.orders for reporting
-- truth: removes privilege USAGE on schema app for reporting
-- truth: removes table public.left_behind
-- setup
CREATE TABLE left_behind (id integer);
INSERT INTO left_behind VALUES (1);
ALTER TABLE left_behind OWNER TO retired;
-- probe
drop owned by retired, "reporting" cascade;
