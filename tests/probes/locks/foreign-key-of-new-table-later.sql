-- notice: foreign-key-lock
-- truth: locks public.users SHARE ROW EXCLUSIVE
-- probe
CREATE TABLE sessions (id integer PRIMARY KEY, user_id integer);
ALTER TABLE sessions ADD CONSTRAINT sessions_user_fkey FOREIGN KEY (user_id) REFERENCES users (id);
