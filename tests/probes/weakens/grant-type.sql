-- notice: other-grant | broad-grant
-- truth: adds privilege USAGE on type public.mood for reporting
-- setup
REVOKE USAGE ON TYPE mood FROM PUBLIC;
-- probe
GRANT USAGE ON TYPE mood TO reporting;
