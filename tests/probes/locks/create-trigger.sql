-- notice: create-trigger
-- truth: locks public.orders SHARE ROW EXCLUSIVE
-- probe
CREATE TRIGGER orders_note BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION touch();
