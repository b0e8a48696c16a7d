-- warning: create-extension | foreign-server
-- probe
CREATE EXTENSION postgres_fdw;
