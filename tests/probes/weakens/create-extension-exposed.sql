-- warning: create-extension
-- exposed: public
-- truth: adds extension hstore
-- probe
CREATE EXTENSION hstore SCHEMA public;
