-- warning: broad-grant
-- truth: adds privilege CREATE on database shop for app_user
-- probe
GRANT CREATE ON DATABASE shop TO app_user;
