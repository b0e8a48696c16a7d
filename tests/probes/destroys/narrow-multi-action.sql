-- error: narrowing-type-change users.phone
-- truth: changes column public.users.phone: type text to character(5)
-- probe
ALTER TABLE users ALTER COLUMN bio TYPE text, ALTER COLUMN phone TYPE char(5);
