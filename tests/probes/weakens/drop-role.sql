-- warning: drop-role
-- truth: removes role obsolete
-- probe
DROP ROLE obsolete;
