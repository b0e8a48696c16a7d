-- warning: validated-at-once
-- truth: locks audit.entries SHARE ROW EXCLUSIVE
-- truth: locks public.users SHARE ROW EXCLUSIVE
-- truth: scans audit.entries
-- truth: scans public.users
-- probe
ALTER TABLE audit.entries ADD CONSTRAINT entries_actor_fkey FOREIGN KEY (actor_id) REFERENCES users (id) NOT VALID;
ALTER TABLE audit.entries VALIDATE CONSTRAINT entries_actor_fkey;
