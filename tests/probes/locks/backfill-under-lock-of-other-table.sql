-- warning: work-under-lock
-- probe
ALTER TABLE users ADD COLUMN orders_count integer;
UPDATE users u SET orders_count = o.count FROM (SELECT user_id, count(*) FROM orders GROUP BY user_id) o WHERE o.user_id = u.id;
