-- warning: other-object-dropped | foreign-server
-- truth: removes server far
-- setup
CREATE FOREIGN DATA WRAPPER elsewhere;
CREATE SERVER far FOREIGN DATA WRAPPER elsewhere;
-- probe
DROP SERVER far;
