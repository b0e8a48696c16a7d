-- warning: validating-foreign-key
-- probe
ALTER TABLE audit.entries ADD COLUMN order_id bigint REFERENCES orders (id);
