-- warning: drop-constraint
-- truth: removes constraint public.orders.orders_user_id_fkey
-- truth: removes constraint public.users.users_pkey
-- truth: removes index public.users_pkey
-- probe
ALTER TABLE users DROP CONSTRAINT users_pkey CASCADE;
