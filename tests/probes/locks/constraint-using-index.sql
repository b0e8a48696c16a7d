-- notice: constraint-using-index
-- truth: locks public.users ACCESS EXCLUSIVE
-- setup
CREATE UNIQUE INDEX users_phone_key ON users (phone);
-- probe
ALTER TABLE users ADD CONSTRAINT users_phone_unique UNIQUE USING INDEX users_phone_key;
