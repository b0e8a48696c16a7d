-- error: plain-password
-- probe
ALTER USER app_user WITH ENCRYPTED PASSWORD 'correct horse';
