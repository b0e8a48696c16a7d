-- setup
ALTER TABLE audit.entries ADD CONSTRAINT entries_actor_fkey FOREIGN KEY (actor_id) REFERENCES users (id) NOT VALID;
-- probe
ALTER TABLE audit.entries VALIDATE CONSTRAINT entries_actor_fkey;
