-- warning: default-privileges
-- probe
ALTER DEFAULT PRIVILEGES FOR USER app_user IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO anon WITH GRANT OPTION;
