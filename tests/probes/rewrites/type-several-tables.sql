-- warning: rewriting-type-change
-- truth: locks public."Post" ACCESS EXCLUSIVE
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: removes constraint public.users.users_age_check
-- truth: rewrites public."Post"
-- truth: rewrites public.users
-- truth: scans public."Post"
-- truth: scans public.users
-- probe
ALTER TABLE "Post" ALTER COLUMN "views" SET DATA TYPE BIGINT;
ALTER TABLE users ALTER COLUMN age TYPE bigint;
