-- warning: rewriting-type-change orders.user_id
-- probe
ALTER TABLE orders ALTER COLUMN user_id TYPE bigint;
