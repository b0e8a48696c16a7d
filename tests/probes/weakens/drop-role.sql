-- warning: drop-role
-- probe
DROP ROLE obsolete;
