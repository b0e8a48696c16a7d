-- warning: broad-grant
-- setup
REVOKE EXECUTE ON ROUTINE tax FROM PUBLIC;
-- probe
GRANT EXECUTE ON ROUTINE tax TO PUBLIC;
