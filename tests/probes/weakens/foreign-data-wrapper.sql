-- warning: foreign-server
-- probe
CREATE FOREIGN DATA WRAPPER elsewhere;
