-- notice: replace-view active_users
-- probe
CREATE OR REPLACE VIEW public.active_users AS SELECT id, email, name FROM users WHERE active;
