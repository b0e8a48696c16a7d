-- warning: drop-identity
-- probe
ALTER TABLE orders ALTER COLUMN id DROP IDENTITY;
