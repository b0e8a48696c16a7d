-- DROP TABLE package;
-- CREATE TABLE old_price_backup AS SELECT * FROM old_price;
DROP TABLE old_price;
COMMENT ON TABLE job IS 'DROP TABLE job; ALTER TABLE package DROP COLUMN source;';
