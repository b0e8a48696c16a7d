-- warning: disable-trigger
-- probe
ALTER TABLE orders ENABLE REPLICA TRIGGER orders_touch;
