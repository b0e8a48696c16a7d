-- warning: drop-function
-- probe
drop function if exists public.tax;
