-- warning: index-gap
-- probe
DROP INDEX users_name_idx;
CREATE INDEX users_name_phone_idx ON users (name, phone);
