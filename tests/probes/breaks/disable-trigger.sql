-- warning: disable-trigger
-- probe
ALTER TABLE orders DISABLE TRIGGER orders_touch;
