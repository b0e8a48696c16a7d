-- error: drop-table users
-- probe
DROP TABLE users CASCADE;
