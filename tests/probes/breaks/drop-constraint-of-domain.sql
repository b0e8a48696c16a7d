-- warning: drop-constraint
-- probe
ALTER DOMAIN quantity DROP CONSTRAINT quantity_check;
