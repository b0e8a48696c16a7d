-- warning: revoke
-- probe
REVOKE EXECUTE ON FUNCTION tax(numeric) FROM PUBLIC;
