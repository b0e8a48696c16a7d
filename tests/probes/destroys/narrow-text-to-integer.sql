-- error: narrowing-type-change orders.number
-- probe
ALTER TABLE orders ALTER number TYPE integer USING NULL;
