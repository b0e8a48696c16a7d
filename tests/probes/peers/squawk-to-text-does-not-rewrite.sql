-- probe
ALTER TABLE items ALTER COLUMN sku TYPE text;
