-- error: delete-without-where orders
-- probe
DELETE FROM orders;
