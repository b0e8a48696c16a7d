-- warning: server-setting
-- probe
ALTER DATABASE shop SET search_path = app, public;
