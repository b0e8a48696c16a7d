-- warning: validating-foreign-key
-- probe
ALTER TABLE IF EXISTS ONLY audit.entries ADD FOREIGN KEY (actor_id) REFERENCES users ON DELETE SET NULL;
