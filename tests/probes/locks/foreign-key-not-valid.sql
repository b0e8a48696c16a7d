-- notice: foreign-key-lock
-- truth: locks audit.entries SHARE ROW EXCLUSIVE
-- truth: locks public.users SHARE ROW EXCLUSIVE
-- probe
ALTER TABLE audit.entries ADD CONSTRAINT entries_actor_fkey FOREIGN KEY (actor_id) REFERENCES users (id) NOT VALID;
