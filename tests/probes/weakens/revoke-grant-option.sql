-- warning: revoke
-- setup
GRANT SELECT ON users TO reporting WITH GRANT OPTION;
-- probe
REVOKE GRANT OPTION FOR SELECT ON users FROM reporting;
