-- warning: foreign-server
-- truth: adds user mapping public on far
-- setup
CREATE FOREIGN DATA WRAPPER elsewhere;
CREATE SERVER far FOREIGN DATA WRAPPER elsewhere;
-- probe
CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (user 'remote');
