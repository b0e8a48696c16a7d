-- warning: server-setting
-- probe
ALTER ROLE app_user SET row_security = off;
