-- warning: sequence-reset invoice_numbers
-- truth: moves sequence public.invoice_numbers from 1000 to not called
-- probe
ALTER SEQUENCE IF EXISTS public.invoice_numbers INCREMENT BY 1 RESTART WITH 1;
