-- error: narrowing-type-change users.created_at
-- truth: changes column public.users.created_at: type timestamp without time zone to date
-- probe
ALTER TABLE users ALTER COLUMN created_at TYPE date;
