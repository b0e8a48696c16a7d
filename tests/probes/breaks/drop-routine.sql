-- warning: drop-function
-- probe
DROP ROUTINE IF EXISTS tax(numeric);
