-- warning: sequence-reset
-- truth: moves sequence public.invoice_numbers from 1000 to 1
-- probe
SELECT setval('invoice_numbers', 1);
