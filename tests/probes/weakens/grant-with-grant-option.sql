-- warning: broad-grant
-- truth: changes privilege SELECT on table public.orders for reporting: grantable false to true
-- probe
GRANT SELECT ON orders TO reporting WITH GRANT OPTION;
