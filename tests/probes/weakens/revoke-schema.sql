-- warning: revoke
-- truth: removes privilege USAGE on schema app for reporting
-- probe
REVOKE USAGE ON SCHEMA app FROM reporting;
