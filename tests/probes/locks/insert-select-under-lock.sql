-- warning: work-under-lock
-- probe
ALTER TABLE users ALTER COLUMN bio DROP DEFAULT;
INSERT INTO audit.entries (what, actor_id) SELECT bio, id FROM users;
