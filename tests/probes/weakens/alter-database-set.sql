-- warning: server-setting
-- truth: adds setting search_path of everybody
-- probe
ALTER DATABASE shop SET search_path = app, public;
