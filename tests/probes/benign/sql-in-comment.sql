-- probe
-- DROP TABLE users;
/* GRANT ALL ON users TO PUBLIC; /* DELETE FROM users; */ TRUNCATE users; */
SELECT 1; -- DROP DATABASE shop;
