-- warning: vacuum-full
-- probe
CLUSTER VERBOSE public.orders USING orders_user_id_idx;
