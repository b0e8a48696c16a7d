-- warning: broad-grant
-- truth: adds privilege SELECT on column public.users.email for anon
-- truth: adds privilege UPDATE on column public.users.phone for anon
-- probe
GRANT SELECT (email), UPDATE (phone) ON users TO anon;
