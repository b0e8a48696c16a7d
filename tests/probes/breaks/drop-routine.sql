-- warning: drop-function
-- truth: removes function public.tax(amount numeric)
-- probe
DROP ROUTINE IF EXISTS tax(numeric);
