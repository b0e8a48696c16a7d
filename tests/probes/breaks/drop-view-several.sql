-- warning: drop-view active_users
-- warning: drop-view app.rich
-- truth: removes view app.rich
-- truth: removes view public.active_users
-- probe
DROP VIEW IF EXISTS active_users, app.rich CASCADE;
