-- warning: validating-check
-- truth: locks public.orders ACCESS EXCLUSIVE
-- truth: scans public.orders
-- probe
ALTER TABLE orders ADD CONSTRAINT orders_note_check CHECK (note <> '');
