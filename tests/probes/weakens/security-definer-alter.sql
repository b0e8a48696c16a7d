-- warning: security-definer
-- truth: changes function public.purge_users(): security definer false to true
-- probe
ALTER FUNCTION purge_users() SECURITY DEFINER;
