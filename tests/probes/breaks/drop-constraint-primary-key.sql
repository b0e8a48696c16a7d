-- warning: drop-constraint
-- probe
ALTER TABLE users DROP CONSTRAINT users_pkey CASCADE;
