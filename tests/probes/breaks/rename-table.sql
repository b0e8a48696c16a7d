-- error: rename-table users
-- truth: changes table public.users: name users to people
-- probe
ALTER TABLE users RENAME TO people;
