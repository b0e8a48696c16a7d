-- warning: create-extension | foreign-server
-- truth: adds extension postgres_fdw
-- truth: adds foreign data wrapper postgres_fdw
-- probe
CREATE EXTENSION postgres_fdw;
