-- warning: revoke
-- probe
revoke all privileges on all tables in schema public from reporting cascade;
