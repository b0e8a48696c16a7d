-- warning: rename-object
-- truth: changes function public.tax(amount numeric): name tax to vat
-- probe
ALTER FUNCTION tax(numeric) RENAME TO vat;
