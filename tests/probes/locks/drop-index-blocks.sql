-- warning: drop-index orders_user_id_idx
-- truth: locks public.orders ACCESS EXCLUSIVE
-- truth: removes index public.orders_user_id_idx
-- probe
DROP INDEX orders_user_id_idx;
