-- warning: broad-grant
-- truth: adds privilege USAGE on sequence public.invoice_numbers for anon
-- truth: adds privilege USAGE on sequence public.orders_id_seq for anon
-- truth: adds privilege USAGE on sequence public.users_id_seq for anon
-- probe
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO anon;
