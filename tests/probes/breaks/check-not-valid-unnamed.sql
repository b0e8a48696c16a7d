-- warning: new-restriction
-- truth: adds constraint public.orders.orders_state_check
-- probe
ALTER TABLE orders ADD CHECK (state IN ('new', 'paid')) NOT VALID;
