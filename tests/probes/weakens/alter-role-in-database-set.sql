-- warning: server-setting
-- probe
ALTER ROLE ALL IN DATABASE shop SET statement_timeout = 0;
