-- warning: vacuum-full
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: rewrites public.users
-- truth: scans public.users
-- probe
CLUSTER users USING users_pkey;
