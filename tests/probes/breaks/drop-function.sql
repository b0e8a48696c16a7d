-- warning: drop-function
-- probe
DROP FUNCTION tax(numeric);
