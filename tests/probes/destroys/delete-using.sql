-- warning: delete-by-join
-- probe
DELETE FROM orders USING users WHERE orders.user_id = users.id AND users.active;
