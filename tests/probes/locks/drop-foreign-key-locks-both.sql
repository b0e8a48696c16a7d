-- warning: drop-constraint
-- truth: locks public.items ACCESS EXCLUSIVE
-- truth: locks public.orders ACCESS EXCLUSIVE
-- truth: removes constraint public.items.items_order_id_fkey
-- probe
ALTER TABLE items DROP CONSTRAINT items_order_id_fkey;
