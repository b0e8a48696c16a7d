-- warning: vacuum-full
-- runs: alone
-- probe
VACUUM (VERBOSE, FULL TRUE, ANALYZE) public.users, orders;
