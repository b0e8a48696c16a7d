-- warning: rename-column | rename-object
-- truth: changes column public.active_users.email: name email to mail
-- probe
ALTER VIEW active_users RENAME COLUMN email TO mail;
