-- warning: sequence-reset
-- probe
INSERT INTO audit.entries (what) SELECT 'at ' || setval('public.invoice_numbers'::regclass, 5);
