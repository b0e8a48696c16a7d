-- warning: sequence-reset invoice_numbers
-- probe
ALTER SEQUENCE IF EXISTS public.invoice_numbers INCREMENT BY 1 RESTART WITH 1;
