-- warning: replace-view active_users
-- truth: adds view public.active_users
-- truth: removes view public.active_users
-- probe
DROP VIEW active_users;
CREATE VIEW active_users AS SELECT id FROM users WHERE active;
