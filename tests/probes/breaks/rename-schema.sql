-- warning: rename-object app
-- probe
ALTER SCHEMA app RENAME TO application;
