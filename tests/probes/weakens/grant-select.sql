-- notice: other-grant
-- truth: adds privilege SELECT on table public.users for reporting
-- probe
GRANT SELECT ON users TO reporting;
