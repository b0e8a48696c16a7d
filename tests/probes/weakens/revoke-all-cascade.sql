-- warning: revoke
-- truth: removes privilege SELECT on table public.items for reporting
-- truth: removes privilege SELECT on table public.orders for reporting
-- probe
revoke all privileges on all tables in schema public from reporting cascade;
