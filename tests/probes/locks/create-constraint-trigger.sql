-- notice: create-trigger
-- truth: locks public.orders SHARE ROW EXCLUSIVE
-- probe
CREATE CONSTRAINT TRIGGER orders_late AFTER UPDATE ON orders DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.total > 1000) EXECUTE FUNCTION touch();
