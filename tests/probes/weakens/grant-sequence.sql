-- warning: broad-grant
-- truth: adds privilege SELECT on sequence public.invoice_numbers for anon
-- truth: adds privilege USAGE on sequence public.invoice_numbers for anon
-- probe
GRANT USAGE, SELECT ON SEQUENCE invoice_numbers TO anon;
