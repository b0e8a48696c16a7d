-- error: narrowing-type-change users.phone
-- truth: changes column public.users.phone: type text to character varying(3)
-- probe
ALTER TABLE users ALTER COLUMN phone SET DATA TYPE varchar(3) USING substr(phone, 1, 3);
