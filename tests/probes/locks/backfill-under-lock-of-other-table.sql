-- warning: work-under-lock
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: scans public.orders
-- truth: scans public.users
-- truth: updates 2 rows of public.users
-- probe
ALTER TABLE users ADD COLUMN orders_count integer;
UPDATE users u SET orders_count = o.count FROM (SELECT user_id, count(*) FROM orders GROUP BY user_id) o WHERE o.user_id = u.id;
