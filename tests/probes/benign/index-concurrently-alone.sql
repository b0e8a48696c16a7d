-- runs: alone
-- probe
CREATE INDEX CONCURRENTLY users_phone_idx ON users (phone);
