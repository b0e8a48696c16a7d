-- probe
SELECT count(*) FROM users WHERE active;
