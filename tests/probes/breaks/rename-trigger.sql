-- notice: rename-object
-- probe
ALTER TRIGGER orders_touch ON orders RENAME TO orders_stamp;
