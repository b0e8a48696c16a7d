-- warning: volatile-default
-- probe
ALTER TABLE orders ADD COLUMN invoice bigint DEFAULT nextval('invoice_numbers');
