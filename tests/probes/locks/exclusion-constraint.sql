-- warning: exclusion-constraint
-- probe
ALTER TABLE users ADD CONSTRAINT users_no_twins EXCLUDE USING btree (phone WITH =);
