-- warning: drop-view active_users
-- warning: drop-view app.rich
-- probe
DROP VIEW IF EXISTS active_users, app.rich CASCADE;
