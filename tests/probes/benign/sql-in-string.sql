-- probe
INSERT INTO audit.entries (what) VALUES ('DROP TABLE users; DELETE FROM orders'), (E'it\'s; TRUNCATE users; --'), ($$ALTER TABLE users DROP COLUMN phone;$$), (U&'\0044ROP TABLE users');
