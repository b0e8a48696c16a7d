-- warning: broad-grant
-- probe
GRANT USAGE, SELECT ON SEQUENCE invoice_numbers TO anon;
