-- warning: vacuum-full
-- runs: alone
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: rewrites public.users
-- probe
VACUUM FULL users;
