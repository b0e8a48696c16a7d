-- warning: foreign-server
-- truth: adds foreign data wrapper elsewhere
-- probe
CREATE FOREIGN DATA WRAPPER elsewhere;
