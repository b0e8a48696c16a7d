-- warning: drop-trigger
-- probe
DROP TRIGGER orders_touch ON orders;
