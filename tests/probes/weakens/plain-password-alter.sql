-- error: plain-password
-- truth: changes role app_user: has password false to true
-- probe
ALTER USER app_user WITH ENCRYPTED PASSWORD 'correct horse';
