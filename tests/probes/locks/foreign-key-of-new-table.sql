-- notice: foreign-key-lock
-- truth: locks public.users SHARE ROW EXCLUSIVE
-- probe
CREATE TABLE sessions (id integer PRIMARY KEY, user_id integer REFERENCES users (id));
