-- warning: foreign-server
-- setup
CREATE FOREIGN DATA WRAPPER elsewhere;
CREATE SERVER far FOREIGN DATA WRAPPER elsewhere;
-- probe
CREATE FOREIGN TABLE remote_things (id integer) SERVER far;
