-- notice: loses-atomicity
-- truth: locks public.orders ACCESS EXCLUSIVE
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: scans public.orders
-- setup
SELECT 1;
-- probe
ALTER TABLE users ADD COLUMN flag boolean;
ALTER TABLE orders ADD CONSTRAINT orders_note_check CHECK (length(note) < 100);
