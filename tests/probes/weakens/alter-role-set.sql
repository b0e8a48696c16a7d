-- warning: server-setting
-- truth: adds setting row_security of app_user
-- probe
ALTER ROLE app_user SET row_security = off;
