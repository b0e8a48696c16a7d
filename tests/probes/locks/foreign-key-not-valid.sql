-- notice: foreign-key-lock
-- probe
ALTER TABLE audit.entries ADD CONSTRAINT entries_actor_fkey FOREIGN KEY (actor_id) REFERENCES users (id) NOT VALID;
