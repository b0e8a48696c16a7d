-- warning: work-under-lock
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: scans public.users
-- probe
ALTER TABLE users ALTER COLUMN bio DROP DEFAULT;
INSERT INTO audit.entries (what, actor_id) SELECT bio, id FROM users;
