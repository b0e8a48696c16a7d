-- warning: foreign-server
-- truth: adds server far
-- setup
CREATE FOREIGN DATA WRAPPER elsewhere;
-- probe
CREATE SERVER IF NOT EXISTS far FOREIGN DATA WRAPPER elsewhere OPTIONS (host 'db.example.com');
