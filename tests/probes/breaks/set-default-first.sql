-- notice: change-default orders.note
-- probe
ALTER TABLE orders ALTER COLUMN note SET DEFAULT 'none';
