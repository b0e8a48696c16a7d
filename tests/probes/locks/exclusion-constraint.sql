-- warning: exclusion-constraint
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: scans public.users
-- probe
ALTER TABLE users ADD CONSTRAINT users_no_twins EXCLUDE USING btree (phone WITH =);
