-- error: enum-value-removed
-- truth: adds statistics public.users_stats
-- truth: adds type public.role
-- truth: removes statistics public.users_stats
-- truth: removes type public.role
-- truth: updates 1 rows of public.users
-- probe
CREATE TYPE "role_new" AS ENUM ('USER', 'ADMIN');
UPDATE users SET role = 'USER' WHERE role = 'GUEST';
ALTER TABLE users ALTER COLUMN role DROP DEFAULT;
ALTER TABLE users ALTER COLUMN role TYPE "role_new" USING (role::text::"role_new");
ALTER TYPE role RENAME TO "role_old";
ALTER TYPE "role_new" RENAME TO role;
DROP TYPE "role_old";
ALTER TABLE users ALTER COLUMN role SET DEFAULT 'USER';
