-- warning: revoke
-- truth: removes privilege SELECT on table public.orders for reporting
-- probe
REVOKE SELECT ON orders FROM reporting;
