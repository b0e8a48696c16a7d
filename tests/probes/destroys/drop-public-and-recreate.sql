-- error: drop-schema public
-- truth: adds schema public
-- truth: removes aggregate public.total_of(integer)
-- truth: removes composite type public.address
-- truth: removes domain public.email
-- truth: removes domain public.quantity
-- truth: removes function public.forget_everything()
-- truth: removes function public.purge_users()
-- truth: removes function public.tax(amount numeric)
-- probe
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
