-- warning: revoke
-- probe
REVOKE USAGE ON SCHEMA app FROM reporting;
