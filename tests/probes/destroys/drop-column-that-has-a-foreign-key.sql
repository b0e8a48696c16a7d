-- error: drop-column orders.user_id
-- probe
ALTER TABLE orders DROP COLUMN user_id CASCADE;
