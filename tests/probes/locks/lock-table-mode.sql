-- warning: lock-table
-- truth: locks public.orders SHARE ROW EXCLUSIVE
-- truth: locks public.users SHARE ROW EXCLUSIVE
-- probe
LOCK TABLE ONLY users, public.orders IN SHARE ROW EXCLUSIVE MODE NOWAIT;
