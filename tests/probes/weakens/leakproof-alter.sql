-- warning: leakproof-function
-- probe
ALTER FUNCTION tax(numeric) LEAKPROOF;
