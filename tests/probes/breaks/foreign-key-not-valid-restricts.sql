-- notice: foreign-key-lock | new-restriction
-- truth: adds constraint audit.entries.entries_actor_fkey
-- probe
ALTER TABLE audit.entries ADD CONSTRAINT entries_actor_fkey FOREIGN KEY (actor_id) REFERENCES users (id) NOT VALID;
