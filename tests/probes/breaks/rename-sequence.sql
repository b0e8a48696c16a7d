-- warning: rename-object invoice_numbers
-- probe
ALTER SEQUENCE invoice_numbers RENAME TO invoices_seq;
