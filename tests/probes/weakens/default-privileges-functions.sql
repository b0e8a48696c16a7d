-- warning: default-privileges
-- truth: adds default privilege EXECUTE on f in schema public of app_user for anon
-- probe
ALTER DEFAULT PRIVILEGES FOR USER app_user IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO anon WITH GRANT OPTION;
