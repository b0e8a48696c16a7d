-- runs: alone
-- probe
VACUUM (ANALYZE) users;
