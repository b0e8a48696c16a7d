-- warning: sequence-reset
-- truth: inserts 1 rows of audit.entries
-- truth: moves sequence audit.entries_id_seq from 2 to 3
-- truth: moves sequence public.invoice_numbers from 1000 to 5
-- probe
INSERT INTO audit.entries (what) SELECT 'at ' || setval('public.invoice_numbers'::regclass, 5);
