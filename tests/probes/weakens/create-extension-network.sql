-- warning: create-extension
-- truth: adds composite type public.dblink_pkey_results
-- truth: adds extension dblink
-- truth: adds foreign data wrapper dblink_fdw
-- probe
CREATE EXTENSION dblink;
