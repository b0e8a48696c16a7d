-- warning: create-extension
-- exposed: public
-- probe
CREATE EXTENSION hstore SCHEMA public;
