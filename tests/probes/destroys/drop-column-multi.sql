-- error: drop-column users.bio
-- error: drop-column users.age
-- probe
ALTER TABLE users DROP COLUMN bio, ADD COLUMN summary text, DROP age RESTRICT;
