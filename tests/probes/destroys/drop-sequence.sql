-- error: drop-sequence invoice_numbers
-- truth: removes sequence public.invoice_numbers
-- probe
DROP SEQUENCE invoice_numbers;
