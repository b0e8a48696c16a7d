-- probe
SELECT nextval('invoice_numbers');
