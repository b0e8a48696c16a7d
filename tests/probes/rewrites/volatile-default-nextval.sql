-- warning: volatile-default
-- truth: locks public.orders ACCESS EXCLUSIVE
-- truth: rewrites public.orders
-- truth: scans public.orders
-- probe
ALTER TABLE orders ADD COLUMN invoice bigint DEFAULT nextval('invoice_numbers');
