-- error: drop-column users.bio
-- probe
ALTER TABLE users ADD COLUMN about text;
UPDATE users SET about = bio WHERE bio IS NOT NULL;
ALTER TABLE users DROP COLUMN bio;
