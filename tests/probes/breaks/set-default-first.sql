-- notice: change-default orders.note
-- truth: changes column public.orders.note: default null to 'none'::text
-- probe
ALTER TABLE orders ALTER COLUMN note SET DEFAULT 'none';
