-- error: drop-table remote_things
-- truth: removes foreign table public.remote_things
-- setup
CREATE FOREIGN DATA WRAPPER elsewhere;
CREATE SERVER far FOREIGN DATA WRAPPER elsewhere;
CREATE FOREIGN TABLE remote_things (id integer) SERVER far;
-- probe
DROP FOREIGN TABLE remote_things;
