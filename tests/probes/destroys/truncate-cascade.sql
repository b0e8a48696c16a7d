-- error: truncate users
-- truth: empties public.items
-- truth: empties public.orders
-- truth: empties public.users
-- probe
TRUNCATE users CASCADE;
