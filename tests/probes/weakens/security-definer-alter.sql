-- warning: security-definer
-- probe
ALTER FUNCTION purge_users() SECURITY DEFINER;
