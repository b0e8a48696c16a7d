-- warning: drop-view active_users
-- truth: removes view public.active_users
-- probe
DROP VIEW active_users;
