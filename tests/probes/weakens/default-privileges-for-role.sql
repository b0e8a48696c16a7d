-- warning: default-privileges
-- probe
ALTER DEFAULT PRIVILEGES FOR ROLE app_user IN SCHEMA app GRANT ALL PRIVILEGES ON TABLES TO authenticated, service_role;
