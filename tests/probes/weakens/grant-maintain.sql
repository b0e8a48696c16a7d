-- notice: other-grant | broad-grant
-- postgres: 17+
-- truth: adds privilege MAINTAIN on table public.orders for reporting
-- probe
GRANT MAINTAIN ON orders TO reporting;
