-- warning: validating-check
-- probe
ALTER TABLE orders ADD CONSTRAINT orders_note_check CHECK (note <> '');
