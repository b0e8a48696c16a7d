-- warning: leakproof-function
-- truth: changes function public.tax(amount numeric): leakproof false to true
-- probe
ALTER FUNCTION tax(numeric) LEAKPROOF;
