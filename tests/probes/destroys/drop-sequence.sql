-- error: drop-sequence invoice_numbers
-- probe
DROP SEQUENCE invoice_numbers;
