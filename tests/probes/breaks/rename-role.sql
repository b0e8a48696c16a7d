-- warning: rename-object
-- truth: changes role app_user: name app_user to application
-- probe
ALTER ROLE app_user RENAME TO application;
