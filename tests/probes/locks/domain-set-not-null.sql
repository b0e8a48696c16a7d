-- warning: domain-constraint
-- truth: locks public.users SHARE
-- truth: scans public.users
-- probe
ALTER DOMAIN email SET NOT NULL;
