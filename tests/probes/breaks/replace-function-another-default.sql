-- notice: replace-function
-- truth: changes function public.tax(amount numeric): arguments amount numeric to amount numeric DEFAULT 0
-- truth: changes function public.tax(amount numeric): volatility i to v
-- probe
CREATE OR REPLACE FUNCTION tax(amount numeric DEFAULT 0) RETURNS numeric LANGUAGE sql AS $$ SELECT amount $$;
