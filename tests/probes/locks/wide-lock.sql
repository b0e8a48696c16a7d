-- notice: wide-lock
-- probe
ALTER TABLE users ADD COLUMN tenant integer;
ALTER TABLE orders ADD COLUMN tenant integer;
ALTER TABLE items ADD COLUMN tenant integer;
