-- error: secret-in-sql | plain-password
-- truth: adds user mapping migration_gate on far
-- setup
CREATE FOREIGN DATA WRAPPER elsewhere;
CREATE SERVER far FOREIGN DATA WRAPPER elsewhere;
-- probe
CREATE USER MAPPING FOR CURRENT_USER SERVER far OPTIONS (user 'remote', password 'hunter2');
