-- warning: rename-object
-- truth: changes function public.tax(amount numeric): name tax to vat
-- probe
ALTER ROUTINE tax RENAME TO vat;
