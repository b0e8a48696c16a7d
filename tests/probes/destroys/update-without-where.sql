-- warning: update-without-where users
-- truth: updates 3 rows of public.users
-- probe
UPDATE users SET role = 'USER';
