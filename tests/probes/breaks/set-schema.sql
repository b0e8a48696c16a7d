-- error: set-schema users
-- probe
ALTER TABLE users SET SCHEMA app;
