-- warning: server-setting
-- truth: adds setting statement_timeout of everybody
-- probe
ALTER ROLE ALL IN DATABASE shop SET statement_timeout = 0;
