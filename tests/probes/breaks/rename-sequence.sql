-- warning: rename-object invoice_numbers
-- truth: changes sequence public.invoice_numbers: name invoice_numbers to invoices_seq
-- probe
ALTER SEQUENCE invoice_numbers RENAME TO invoices_seq;
