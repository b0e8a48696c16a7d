-- warning: narrowing-type-change users.bio
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: rewrites public.users
-- truth: rewrites public.users_email_key
-- truth: rewrites public.users_name_idx
-- truth: rewrites public.users_pkey
-- probe
ALTER TABLE users ALTER COLUMN bio TYPE text USING left(bio, 2);
