-- warning: drop-role
-- truth: removes role obsolete
-- probe
DROP USER IF EXISTS obsolete;
