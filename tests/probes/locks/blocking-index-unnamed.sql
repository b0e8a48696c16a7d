-- warning: blocking-index orders
-- probe
CREATE INDEX ON orders (lower(note)) WHERE note IS NOT NULL;
