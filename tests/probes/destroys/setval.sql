-- warning: sequence-reset
-- probe
SELECT setval('invoice_numbers', 1);
