-- warning: revoke
-- truth: changes privilege SELECT on table public.users for reporting: grantable true to false
-- setup
GRANT SELECT ON users TO reporting WITH GRANT OPTION;
-- probe
REVOKE GRANT OPTION FOR SELECT ON users FROM reporting;
