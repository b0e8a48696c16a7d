ALTER TABLE item ADD COLUMN c text DEFAULT 'x;y';
CREATE INDEX CONCURRENTLY item_a_idx ON item (a);
CREATE INDEX CONCURRENTLY item_b_idx ON item (b) WHERE b <> ';';
ANALYZE item;
