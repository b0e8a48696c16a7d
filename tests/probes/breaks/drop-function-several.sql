-- warning: drop-function
-- truth: removes function public.purge_users()
-- truth: removes function public.tax(amount numeric)
-- probe
DROP FUNCTION tax(amount numeric), purge_users() RESTRICT;
