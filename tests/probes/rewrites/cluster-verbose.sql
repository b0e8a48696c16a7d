-- warning: vacuum-full
-- truth: locks public.orders ACCESS EXCLUSIVE
-- truth: rewrites public.orders
-- truth: scans public.orders
-- probe
CLUSTER VERBOSE public.orders USING orders_user_id_idx;
