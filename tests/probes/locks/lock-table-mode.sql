-- warning: lock-table
-- probe
LOCK TABLE ONLY users, public.orders IN SHARE ROW EXCLUSIVE MODE NOWAIT;
