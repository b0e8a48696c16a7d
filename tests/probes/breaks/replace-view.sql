-- warning: replace-view active_users
-- truth: locks public.active_users ACCESS EXCLUSIVE
-- probe
CREATE OR REPLACE VIEW active_users AS SELECT id, email FROM users WHERE active AND role = 'ADMIN';
