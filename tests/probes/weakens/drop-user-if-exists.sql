-- warning: drop-role
-- probe
DROP USER IF EXISTS obsolete;
