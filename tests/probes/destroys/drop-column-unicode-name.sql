-- error: drop-column
-- truth: removes column public.users.phone
-- probe
ALTER TABLE users DROP COLUMN U&"ph\006Fne";
