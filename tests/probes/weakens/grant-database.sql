-- warning: broad-grant
-- probe
GRANT CREATE ON DATABASE shop TO app_user;
