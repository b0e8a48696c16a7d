-- notice: replace-view active_users
-- truth: adds column public.active_users.name
-- probe
CREATE OR REPLACE VIEW public.active_users AS SELECT id, email, name FROM users WHERE active;
