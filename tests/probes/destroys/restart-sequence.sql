-- warning: sequence-reset invoice_numbers
-- probe
ALTER SEQUENCE invoice_numbers RESTART;
