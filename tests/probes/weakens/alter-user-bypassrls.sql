-- error: powerful-role
-- truth: changes role app_user: bypasses row security false to true
-- probe
ALTER USER app_user BYPASSRLS;
