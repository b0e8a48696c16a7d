-- warning: new-restriction
-- probe
ALTER TABLE orders ADD CHECK (state IN ('new', 'paid')) NOT VALID;
