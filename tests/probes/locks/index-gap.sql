-- warning: index-gap
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: removes index public.users_name_idx
-- truth: scans public.users
-- probe
DROP INDEX users_name_idx;
CREATE INDEX users_name_phone_idx ON users (name, phone);
