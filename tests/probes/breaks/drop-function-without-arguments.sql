-- warning: drop-function
-- truth: removes function public.tax(amount numeric)
-- probe
drop function if exists public.tax;
