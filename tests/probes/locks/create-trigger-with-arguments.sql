-- notice: create-trigger
-- probe
CREATE OR REPLACE TRIGGER orders_touch AFTER INSERT OR UPDATE OF total, state ON public.orders REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE PROCEDURE touch('a', 'b');
