-- warning: validating-foreign-key
-- truth: locks audit.entries SHARE ROW EXCLUSIVE
-- truth: locks public.users SHARE ROW EXCLUSIVE
-- truth: scans audit.entries
-- truth: scans public.users
-- probe
ALTER TABLE IF EXISTS ONLY audit.entries ADD FOREIGN KEY (actor_id) REFERENCES users ON DELETE SET NULL;
