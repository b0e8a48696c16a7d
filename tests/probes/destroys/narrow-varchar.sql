-- error: narrowing-type-change users.name
-- truth: adds index public.users_name_idx
-- truth: changes column public.users.name: type character varying(50) to character varying(20)
-- truth: removes index public.users_name_idx
-- probe
ALTER TABLE users ALTER COLUMN name TYPE varchar(20);
