-- warning: drop-identity
-- truth: changes column public.orders.id: identity a to 
-- truth: removes sequence public.orders_id_seq
-- probe
ALTER TABLE orders ALTER COLUMN id DROP IDENTITY;
