-- warning: validating-foreign-key
-- truth: adds constraint audit.entries.entries_actor_fkey
-- probe
DO $$ BEGIN
 ALTER TABLE audit.entries ADD CONSTRAINT entries_actor_fkey FOREIGN KEY (actor_id) REFERENCES users (id) ON DELETE cascade ON UPDATE no action;
EXCEPTION
 WHEN duplicate_object THEN null;
END $$;
