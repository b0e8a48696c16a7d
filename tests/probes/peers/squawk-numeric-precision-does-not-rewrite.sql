-- probe
ALTER TABLE orders ALTER COLUMN total TYPE numeric(16, 2);
