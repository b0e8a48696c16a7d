-- warning: vacuum-full
-- runs: alone
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: rewrites public.orders
-- truth: rewrites public.users
-- probe
VACUUM (VERBOSE, FULL TRUE, ANALYZE) public.users, orders;
