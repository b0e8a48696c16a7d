-- error: drop-column items.sku
-- probe
ALTER TABLE items DROP COLUMN sku;
