-- warning: work-under-lock
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: scans public.users
-- truth: updates 3 rows of public.users
-- probe
ALTER TABLE users ADD COLUMN country text;
UPDATE users SET country = 'x' WHERE active;
