-- warning: foreign-server
-- truth: adds foreign table public.remote_things
-- setup
CREATE FOREIGN DATA WRAPPER elsewhere;
CREATE SERVER far FOREIGN DATA WRAPPER elsewhere;
-- probe
CREATE FOREIGN TABLE remote_things (id integer) SERVER far;
