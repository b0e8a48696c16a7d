-- error: narrowing-type-change users.phone
-- probe
ALTER TABLE users ALTER COLUMN phone SET DATA TYPE varchar(3) USING substr(phone, 1, 3);
