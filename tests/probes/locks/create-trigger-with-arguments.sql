-- notice: create-trigger
-- truth: locks public.orders SHARE ROW EXCLUSIVE
-- probe
CREATE OR REPLACE TRIGGER orders_touch AFTER INSERT ON public.orders REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE PROCEDURE touch('a', 'b');
