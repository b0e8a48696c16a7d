-- warning: rename-object
-- probe
ALTER ROLE app_user RENAME TO application;
