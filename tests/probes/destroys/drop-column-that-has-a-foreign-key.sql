-- error: drop-column orders.user_id
-- truth: removes column public.orders.user_id
-- truth: removes constraint public.orders.orders_user_id_fkey
-- truth: removes index public.order_totals_user_id_key
-- truth: removes index public.orders_user_id_idx
-- truth: removes materialized view public.order_totals
-- probe
ALTER TABLE orders DROP COLUMN user_id CASCADE;
