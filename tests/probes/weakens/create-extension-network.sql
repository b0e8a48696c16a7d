-- warning: create-extension
-- probe
CREATE EXTENSION dblink;
