-- warning: sequence-reset
-- truth: moves sequence public.orders_id_seq from 3 to not called
-- probe
ALTER TABLE orders ALTER COLUMN id RESTART WITH 1;
