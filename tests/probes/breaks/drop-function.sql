-- warning: drop-function
-- truth: removes function public.tax(amount numeric)
-- probe
DROP FUNCTION tax(numeric);
